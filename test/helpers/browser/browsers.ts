/** Real browsers with made-up cameras and microphones. They talk to this machine only. */
import type { Browser, BrowserContext, BrowserServer } from 'playwright-core';
import { chromium, firefox } from 'playwright-core';
import type { Test } from 'tap';
import { PATIENCE_MS } from '../assertions/until.js';
import { type FoundBrowser, findChromium, findFirefox } from './find-browsers.js';

/** The engines that are tested. */
export const BROWSER_KINDS = ['chromium', 'firefox'] as const;

/** One of `BROWSER_KINDS`. */
export type BrowserKind = (typeof BROWSER_KINDS)[number];

/**
 * Where what happens within one page is tested: `npm run test:engines` has it in every engine. Calls
 * between the two are in `npm test`.
 */
export const PAGE_KINDS: readonly BrowserKind[] = process.env.EVERY_ENGINE
  ? BROWSER_KINDS
  : ['chromium'];

/** Two browsers that call each other. */
export type CallPair = readonly [BrowserKind, BrowserKind];

/** All that there are. */
export const CALL_PAIRS: readonly CallPair[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'firefox'],
];

/** The same for what happens to two pages in a call. */
export const PAGE_PAIRS: readonly CallPair[] = process.env.EVERY_ENGINE
  ? CALL_PAIRS
  : [['chromium', 'chromium']];

/**
 * What asking for camera and microphone leads to. `ask`: the permission is real, and is set with
 * `setMediaPermission` (Chromium only); until then the prompt counts as dismissed.
 */
export type MediaAnswer = 'granted' | 'denied' | 'no-devices' | 'ask';

/** How to start a browser; `executablePath` may be a wrapper around the one that is found. */
export interface LaunchOptions {
  readonly media?: MediaAnswer;
  readonly args?: readonly string[];
  /** Of Chromium. */
  readonly disabledFeatures?: readonly string[];
  readonly executablePath?: string;
  /** Of Firefox, besides those that its media need. */
  readonly prefs?: Readonly<Record<string, boolean | number | string>>;
}

const CHROMIUM_ARGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Each is a process that no test needs: one ahead of the next page, and one per window for its address bar. */
const NEEDLESS_FEATURES = [
  'SpareRendererForSitePerProcess',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/** Most of what a call costs a small machine are its pictures. */
const FEW_PICTURES = '--use-fake-device-for-media-stream=fps=5';

/** For tests that measure the time between pictures. */
export const MANY_PICTURES = '--use-fake-device-for-media-stream=fps=15';

/** The same for a Firefox. */
export const MANY_PICTURES_PREFS = { 'media.navigator.video.default_fps': 15 };

/** The last list of features that a Chromium is given is the one that it takes. */
const chromiumArgs = (disabledFeatures: readonly string[] = []) => [
  ...CHROMIUM_ARGS,
  `--disable-features=${[...NEEDLESS_FEATURES, ...disabledFeatures]}`,
];

const CHROMIUM_MEDIA: Record<MediaAnswer, readonly string[]> = {
  granted: ['--use-fake-ui-for-media-stream', FEW_PICTURES],
  denied: ['--use-fake-ui-for-media-stream=deny', FEW_PICTURES],
  'no-devices': [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream=device-count=0',
  ],
  ask: [FEW_PICTURES],
};

/** The same for a Firefox. */
const FEW_PICTURES_PREFS = { 'media.navigator.video.default_fps': 5 };

const FIREFOX_MEDIA: Record<MediaAnswer, Record<string, boolean | number | string>> = {
  granted: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
  // 2 is nsIPermissionManager.DENY_ACTION.
  denied: {
    'media.navigator.streams.fake': true,
    'permissions.default.camera': 2,
    'permissions.default.microphone': 2,
  },
  'no-devices': {
    'media.navigator.streams.fake': false,
    'media.navigator.permission.disabled': true,
    // Devices that are not there, so that the machine's own are not seen either.
    'media.audio_loopback_dev': 'none',
    'media.video_loopback_dev': 'none',
  },
  ask: { 'media.navigator.streams.fake': true },
};

function find(kind: BrowserKind): FoundBrowser {
  const found = kind === 'chromium' ? findChromium() : findFirefox();
  if (!found) throw new Error(`No ${kind} on this machine: run npm test, which provides it.`);
  return found;
}

/** Starts a browser of this kind. Rejects when the machine has none. */
export async function launchBrowser(
  kind: BrowserKind,
  options: LaunchOptions = {},
): Promise<Browser> {
  const found = find(kind);
  const { media = 'granted', args = [], executablePath = found.executablePath, prefs } = options;
  if (kind === 'chromium') {
    const all = [...chromiumArgs(options.disabledFeatures), ...CHROMIUM_MEDIA[media], ...args];
    return letWaitLong(await chromium.launch({ executablePath, args: all, timeout: PATIENCE_MS }));
  }
  const browser = await firefox.launch({
    timeout: PATIENCE_MS,
    executablePath,
    args: [...args],
    firefoxUserPrefs: { ...FEW_PICTURES_PREFS, ...FIREFOX_MEDIA[media], ...prefs },
    // A Firefox of the system is driven over WebDriver BiDi, Playwright's own by its own protocol.
    ...(found.own ? {} : { channel: 'moz-firefox' }),
  });
  return letWaitLong(browser);
}

/** Lets everything that is awaited in its pages take as long as a state may; by default it is 30 s. */
export function letWaitLong(browser: Browser): Browser {
  return browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
}

/** Starts a Chromium to which other processes connect. */
export function serveChromium(media: MediaAnswer): Promise<BrowserServer> {
  const args = [...chromiumArgs(), ...CHROMIUM_MEDIA[media]];
  const { executablePath } = find('chromium');
  return chromium.launchServer({ executablePath, args, timeout: PATIENCE_MS });
}

/** Two browsers for a call, with many pictures; one for both where they are of one kind. */
export async function launchPair(
  t: Pick<Test, 'teardown'>,
  [first, second]: CallPair,
): Promise<readonly [Browser, Browser]> {
  const launch = async (kind: BrowserKind) => {
    const args = kind === 'chromium' ? [MANY_PICTURES] : [];
    const browser = await launchBrowser(kind, { args, prefs: MANY_PICTURES_PREFS });
    t.teardown(() => browser.close());
    return browser;
  };
  const one = await launch(first);
  return [one, first === second ? one : await launch(second)];
}

/** Starts a Chromium on a profile of its own, which it finds again when it is started there once more. */
export async function launchProfile(folder: string): Promise<BrowserContext> {
  const { executablePath } = find('chromium');
  const args = [...chromiumArgs(), ...CHROMIUM_MEDIA.granted];
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args,
    locale: 'en-GB',
    timeout: PATIENCE_MS,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/**
 * Answers for camera and microphone, from now on, in a context of a Chromium that was launched with
 * `ask`. `prompt`: nobody has answered yet.
 */
export async function setMediaPermission(
  context: BrowserContext,
  setting: 'granted' | 'denied' | 'prompt',
): Promise<void> {
  await context.clearPermissions();
  // Chromium refuses what is not in the list, once there is one.
  if (setting === 'denied') await context.grantPermissions([]);
  if (setting === 'granted') await context.grantPermissions(['camera', 'microphone']);
}
