/** English: why there is no call, and what to do about it. */
import type { MediaFailureCode, MediaKind } from '../../media/media-failure.js';
import type { PolicyPlace } from '../../media/page-policy.js';
import type { Guide } from '../../media/permission-guide.js';

const devices: Record<MediaKind, string> = {
  camera: 'camera',
  microphone: 'microphone',
  both: 'camera and microphone',
};

/** Why there is no camera or microphone, in a sentence. */
const causes: Record<MediaFailureCode, (device: MediaKind) => string> = {
  denied: (device) => `Access to your ${devices[device]} was denied.`,
  'not-found': (device) =>
    device === 'both' ? 'No camera and no microphone were found.' : `No ${device} was found.`,
  'in-use': (device) =>
    `Your ${devices[device]} cannot be used just now. Another program may be using it.`,
  constraints: (device) => `Your ${devices[device]} cannot do what the call asks of it.`,
  insecure: () => 'This page was not opened over a secure connection (https).',
  policy: (device) => `This page is not allowed to use your ${devices[device]}.`,
  unsupported: () => 'This browser gives pages no camera and no microphone.',
  unknown: (device) => `Your ${devices[device]} could not be started.`,
};

/** What the person can do about it. */
const remedies: Record<Exclude<MediaFailureCode, 'policy'>, string> = {
  denied:
    'Open the site settings beside the address, allow camera and microphone, then choose “Try again”.',
  'not-found': 'Connect one and the call goes on by itself.',
  'in-use': 'Close the other program, then choose “Try again”.',
  constraints: 'Connect another device, then choose “Try again”.',
  insecure: 'Open the same address with https:// in front.',
  unsupported: 'Open this page in a current Chrome, Edge, Firefox or Safari.',
  unknown: 'Reconnect the device or restart the browser, then choose “Try again”.',
};

/** Who has to let the page have the devices, and how: the page itself, or the one that frames it. */
const policyRemedies: Record<PolicyPlace, (remedy: string) => string> = {
  page: (header: string) => `The owner of this page has to allow it, with the header “${header}”.`,
  frame: (attribute: string) =>
    `The owner of the page around this frame has to allow it, with ${attribute} on the iframe.`,
};

/** Where in which browser a person takes the denial back, step by step. */
const guides: Record<Guide, readonly string[]> = {
  chrome: [
    'Click the sign with two sliders left of the address.',
    'Turn on camera and microphone.',
  ],
  edge: ['Click the lock left of the address.', 'Set camera and microphone to “Allow”.'],
  firefox: [
    'Click the crossed-out camera left of the address.',
    'Remove “Blocked” beside camera and microphone.',
    'Choose “Try again” here.',
  ],
  safari: [
    'In the menu bar choose Safari, then “Settings for This Website…”.',
    'Set camera and microphone to “Allow”.',
  ],
  'chrome-android': [
    'Tap the sign left of the address.',
    'Tap “Permissions” and allow camera and microphone.',
  ],
  'firefox-android': [
    'Tap the sign left of the address.',
    'Tap “Blocked” beside camera and microphone.',
  ],
  'safari-ios': [
    'Tap the sign beside the address, then the settings of this website.',
    'Set camera and microphone to “Allow”.',
  ],
  'ios-app': [
    'Open the Settings of your device and find this browser among the apps.',
    'Turn on camera and microphone.',
  ],
  system: [
    'Open the privacy settings of your computer or phone.',
    'Allow this browser to use camera and microphone.',
  ],
};

/** The words of trouble in English, which are the type of the others. */
export const en = {
  blocked: 'Camera and microphone are required',
  unsupported: 'This call cannot run here',
  tryAgain: 'Try again',
  openInBrowser: 'Open in your browser',
  full: {
    title: 'This room is full',
    body: (room: string) => `Two people are already in “${room}”.`,
    asking: 'You join as soon as a seat is free. Asking every few seconds…',
    elsewhere: 'One of them may be you: this browser has the call open in another tab.',
    joinWhenFree: 'Join when a seat is free',
  },
  useHere: 'Use the call here instead',
  left: {
    body: 'Your camera and microphone are off.',
    elsewhere: 'It goes on in another tab or window.',
    rejoin: 'Rejoin',
    anotherRoom: 'Another room',
  },
  warnings: {
    'connection-failed':
      'There is no way between your two networks yet. Still trying. If it goes on like this, use another network, such as a phone’s.',
    'seat-lost':
      'Others have taken the seats of this room. Your call goes on; if it is interrupted, you may not get back in.',
  },
  causes,
  remedies,
  policyRemedies,
  joining: {
    'rate-limited': 'Too many attempts from this network. Trying again…',
    unavailable: 'The server is not ready. Trying again…',
    page: (directive: string) =>
      `This page does not let the call reach its server. The owner of the page has to add to its Content-Security-Policy: ${directive}`,
    server: (origin: string) =>
      `This server does not accept calls from this page. Its operator has to add ${origin} to EMBED_ORIGINS.`,
  },
  guides,
  lacks: {
    unsupported: {
      cause: 'This browser has no WebRTC, which video calls need.',
      mend: 'Open this page in a current Chrome, Edge, Firefox or Safari.',
    },
    insecure: { cause: causes.insecure('both'), mend: remedies.insecure },
  },
};

/** What the other languages must satisfy. */
export type ErrorStrings = typeof en;
