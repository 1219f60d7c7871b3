/** Browsers inside other apps: many never ask for camera and microphone. Browser bug `unanswered-capture`. */

const APPS =
  /FBA[NV]|FB_IAB|Instagram|\bLine\/|MicroMessenger|musical_ly|Bytedance|TikTok|Snapchat|Twitter|LinkedInApp|Pinterest|\bGSA\/|; wv\)/;

/** Whether a `navigator.userAgent` is that of another app; on iPhones these are not called Safari. */
export function isInApp(userAgent: string): boolean {
  return APPS.test(userAgent) || (/iPhone|iPad/.test(userAgent) && !/Safari\//.test(userAgent));
}

/**
 * An address that Android opens in the person's own browser, out of an app; `null` elsewhere, where
 * no app lets go of a page. (developer.chrome.com/docs/android/intents)
 */
export function browserAddress(userAgent: string, address: string): string | null {
  if (!/Android/.test(userAgent) || !isInApp(userAgent)) return null;
  const { host, pathname, search, protocol } = new URL(address);
  return `intent://${host}${pathname}${search}#Intent;scheme=${protocol.slice(0, -1)};end`;
}
