/** Where in which browser a person takes a denial back, as far as its name tells. */

/** A way to the permission. `system`: the operating system denied it; `ios-app`: its settings for the app. */
export type Guide =
  | 'chrome'
  | 'edge'
  | 'firefox'
  | 'safari'
  | 'chrome-android'
  | 'firefox-android'
  | 'safari-ios'
  | 'ios-app'
  | 'system';

/** A browser by its `navigator.userAgent` and `navigator.maxTouchPoints`. */
export interface BrowserName {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/**
 * The way in this browser after a denial with this message of the browser's; `null` where it is not
 * known. An iPad says that it is a Mac, but no Mac has a touch screen.
 */
export function guideAfterDenial(
  { userAgent, maxTouchPoints }: BrowserName,
  message: string,
): Guide | null {
  if (/by system/i.test(message)) return 'system';
  if (/iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) {
    return /CriOS|FxiOS|EdgiOS/.test(userAgent) ? 'ios-app' : 'safari-ios';
  }
  const isFirefox = /Firefox\//.test(userAgent);
  if (/Android/.test(userAgent)) return isFirefox ? 'firefox-android' : 'chrome-android';
  if (isFirefox) return 'firefox';
  if (/Edg\//.test(userAgent)) return 'edge';
  if (/Chrome\//.test(userAgent)) return 'chrome';
  return /Safari\//.test(userAgent) ? 'safari' : null;
}
