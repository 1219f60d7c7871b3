/** Which key presses are ours: never while somebody types, holds a modifier or is elsewhere on the page. */

/** Where a key means what it always means: text, choices, and what a host page made of its own. */
const TYPING = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

/** What the space bar presses, opens or checks. */
const PRESSED_BY_SPACE = `button, a, summary, label, audio, video[controls], [role], ${TYPING}`;

/** The mute button, which takes the focus in a call: there the space bar means the microphone anyhow. */
const MUTE = '.toolbar > [data-focus]';

/** Whether a key press is for the call: it comes from the page itself or from `host`, with no modifier. */
function isOurs(event: KeyboardEvent, host: Element): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.ctrlKey || event.altKey || event.metaKey || event.getModifierState('AltGraph')) {
    return false;
  }
  const { body, documentElement } = document;
  const path = event.composedPath();
  return path[0] === body || path[0] === documentElement || path.includes(host);
}

/** Whether an element like these has the focus. */
function isFrom(event: KeyboardEvent, selector: string): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches(selector);
}

/**
 * The sign that was typed for a shortcut, letters in lower case; `null` when it is none. On a keyboard
 * of another script a letter is known by its place.
 */
export function shortcutKey(event: KeyboardEvent, host: Element): string | null {
  if (event.repeat || !isOurs(event, host) || isFrom(event, TYPING)) return null;
  const isSign = /^[!-~]$/.test(event.key);
  const key = (isSign ? event.key : /^Key([A-Z])$/.exec(event.code)?.[1])?.toLowerCase();
  // Many keyboards need Shift for a sign; with a letter it is a modifier.
  return key === undefined || (event.shiftKey && /[a-z]/.test(key)) ? null : key;
}

/** Whether the mute button has the focus. */
export const isOnMute = (event: KeyboardEvent): boolean => isFrom(event, MUTE);

/** Whether the space bar was pressed with nothing on the page that it would press, or on the mute button. */
export function isFreeSpace(event: KeyboardEvent, host: Element): boolean {
  if (event.key !== ' ' || event.shiftKey) return false;
  return isOurs(event, host) && (isOnMute(event) || !isFrom(event, PRESSED_BY_SPACE));
}
