/**
 * Which WebRTC stack wrote a description. Every way round a fault of one stack asks here, so that it
 * runs only where the fault is; `browser-bugs.md` lists them all.
 */

/** `libwebrtc` is the stack of Chromium and of WebKit. */
export type WebrtcEngine = 'firefox' | 'libwebrtc';

/**
 * Reads the session name that Firefox has put into the origin line of each description since its first
 * release with WebRTC: `o=mozilla...THIS_IS_SDPARTA-153.0 …`.
 */
export const engineOf = (sdp: string): WebrtcEngine =>
  /^o=mozilla/m.test(sdp) ? 'firefox' : 'libwebrtc';
