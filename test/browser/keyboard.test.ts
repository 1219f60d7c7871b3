/** The keyboard in a call: a letter for each button, and the space bar to talk. */
import type { Page } from 'playwright-core';
import t from 'tap';
import { until } from '../helpers/assertions/until.js';
import { installFakeScreens } from '../helpers/browser/fake-screen.js';
import { openChromium } from '../helpers/browser/shared-browsers.js';
import {
  button,
  heardDetails,
  meet,
  onCall,
  openCallPage,
  waitForSilence,
} from '../helpers/call/call-page.js';
import { waitForSound, waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';

const { origin } = await serve();
const chromium = await openChromium();
t.teardown(() => chromium.close());

const LARGE = { viewport: { width: 1280, height: 800 } };

const pressed = (page: Page, name: string) => button(page, name).getAttribute('aria-pressed');

/** Waits until the toggle has that value: `true` or `false`. */
const untilPressed = (page: Page, name: string, value: boolean) =>
  until(`${name}: ${value}`, async () => (await pressed(page, name)) === String(value));

const untilOpen = (name: string) => (page: Page) => page.getByRole('dialog', { name }).waitFor();

/** Every shortcut, as the list has it, and how one sees what it does; the space bar has its own test. */
const EFFECTS: Record<string, ((page: Page) => Promise<unknown>) | null> = {
  m: (page) => untilPressed(page, 'Mute microphone', true),
  v: (page) => untilPressed(page, 'Turn off camera', true),
  s: (page) => untilPressed(page, 'Share screen', true),
  i: untilOpen('Invite'),
  d: untilOpen('Connection details'),
  p: (page) => until('a small window', () => page.context().pages().length === 2),
  f: (page) => page.locator('video-room:fullscreen').waitFor(),
  '?': untilOpen('Keyboard shortcuts'),
  c: untilOpen('Chat'),
  space: null,
};

t.test('keys do what buttons do, and only then', async (t) => {
  const [first, second] = [await openCallPage(t, chromium, LARGE), await openCallPage(t, chromium)];
  await meet([first, second], origin, 'keys');
  const heardMicrophone = () => heardDetails(first, 'microphone-change');

  await first.keyboard.press('m');
  await untilPressed(first, 'Mute microphone', true);
  await second.getByText('Microphone muted').waitFor();
  await first.keyboard.press('v');
  await untilPressed(first, 'Turn off camera', true);
  await second.getByText('Camera off').waitFor();
  await first.keyboard.press('v');
  await untilPressed(first, 'Turn off camera', false);

  for (const combination of ['Control+m', 'Alt+m', 'Meta+m', 'Shift+m']) {
    await first.keyboard.press(combination);
  }
  t.equal((await heardMicrophone()).length, 1, 'never with a modifier');

  await first.evaluate(() => {
    const field = document.body.appendChild(document.createElement('input'));
    const button = document.body.appendChild(document.createElement('button'));
    [field.id, button.id] = ['field', 'elsewhere'];
  });
  await first.locator('#field').focus();
  await first.keyboard.press('m');
  t.equal(await first.locator('#field').inputValue(), 'm', 'typed');
  await first.locator('#elsewhere').focus();
  await first.keyboard.press('m');
  t.equal((await heardMicrophone()).length, 1, 'never while typing, nor elsewhere on the page');
  await button(first, 'Mute microphone').focus();
  await first.keyboard.press('m');
  await untilPressed(first, 'Mute microphone', false);

  await first.keyboard.press('?');
  const panel = first.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const listed = await panel.getByRole('listitem').allInnerTexts();
  t.match(listed.join(), /M\s+Mute microphone.*F\s+Full screen/s);
  t.comment(listed.map((line) => line.replace(/\s+/g, ' ')).join(', '));
  const keys = listed.map((line) => line.trim().split(/\s/)[0]?.toLowerCase() ?? '');
  t.strictSame(keys.toSorted(), Object.keys(EFFECTS).toSorted(), 'all, and each once');

  const letters = panel.getByRole('checkbox', { name: 'Use keyboard shortcuts' });
  await letters.uncheck();
  await first.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  const silent = (await heardMicrophone()).length;
  await first.evaluate(() => (document.activeElement as HTMLElement).blur());
  await first.keyboard.press('m');
  t.equal((await heardMicrophone()).length, silent, 'off for who does not want them');
  await first.reload();
  await waitForState(first, 'connected');
  await button(first, 'Keyboard shortcuts').click();
  t.notOk(await letters.isChecked(), 'and it is remembered');
  await letters.check();
  await first.keyboard.press('Escape');

  await onCall(first, (call) => call.toggleAttribute('no-shortcuts'));
  await button(first, 'Keyboard shortcuts').waitFor({ state: 'detached' });
  await first.evaluate(() => (document.activeElement as HTMLElement).blur());
  await first.keyboard.press('m');
  t.strictSame(await heardMicrophone(), [], 'none with no-shortcuts (since the reload)');
  t.equal(await first.locator('video-room button[aria-keyshortcuts]').count(), 0);
});

t.test('each key of the list has its effect', async (t) => {
  const [first, second] = [await openCallPage(t, chromium, LARGE), await openCallPage(t, chromium)];
  await installFakeScreens(first);
  await meet([first, second], origin, 'each key');
  for (const [key, effect] of Object.entries(EFFECTS)) {
    if (!effect) continue;
    await first.keyboard.press(key);
    await t.resolves(effect(first), key);
    // In a panel a letter is for what has the focus there.
    await first.keyboard.press(/[cid?]/.test(key) ? 'Escape' : key);
  }
});

t.test('the space bar is for talking while muted', async (t) => {
  const [first, second] = [await openCallPage(t, chromium, LARGE), await openCallPage(t, chromium)];
  await meet([first, second], origin, 'push to talk');
  await onCall(first, (call) => call.toggleMicrophone(false));
  await second.getByText('Microphone muted').waitFor();
  await waitForSilence(second);

  await first.keyboard.down(' ');
  await untilPressed(first, 'Mute microphone', false);
  await second.getByText('Microphone muted').waitFor({ state: 'detached' });
  await waitForSound(second);
  await first.keyboard.up(' ');
  await untilPressed(first, 'Mute microphone', true);
  await second.getByText('Microphone muted').waitFor();

  await first.keyboard.down(' ');
  await untilPressed(first, 'Mute microphone', false);
  await first.evaluate(() => dispatchEvent(new Event('blur')));
  await untilPressed(first, 'Mute microphone', true);
  await first.keyboard.up(' ');
  const before = (await heardDetails(first, 'microphone-change')).length;

  await button(first, 'Mute microphone').focus();
  await first.keyboard.press(' ');
  await untilPressed(first, 'Mute microphone', false);
  await first.keyboard.press(' ');
  await untilPressed(first, 'Mute microphone', true);
  t.equal((await heardDetails(first, 'microphone-change')).length, before + 2, 'a press each');
  await first.keyboard.down(' ');
  await untilPressed(first, 'Mute microphone', false);
  // Down again: a key that is held repeats.
  await first.keyboard.down(' ');
  await first.keyboard.up(' ');
  await untilPressed(first, 'Mute microphone', true);

  await button(first, 'Turn off camera').focus();
  await first.keyboard.press(' ');
  await untilPressed(first, 'Turn off camera', true);
  t.equal(
    await pressed(first, 'Mute microphone'),
    'true',
    'a button that has the focus is pressed',
  );
});

t.end();
