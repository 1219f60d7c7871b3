/** Every word that the elements show or say. The English catalogue is the type of the others. */

import type { RoomNameProblem } from '../../server/protocol/room-name.js';
import type { MediaFailureCode, MediaKind } from '../media/media-failure.js';

const devices: Record<MediaKind, string> = {
  camera: 'camera',
  microphone: 'microphone',
  both: 'camera and microphone',
};

const problems: Record<RoomNameProblem, string> = {
  empty: 'Please enter a valid room name. It cannot be empty.',
  'too-long': 'Please enter a valid room name. It can have at most 64 characters.',
  characters: 'Please enter a valid room name. It has a character that cannot be used.',
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
const mends: Record<MediaFailureCode, string> = {
  denied:
    'Open the site settings beside the address, allow camera and microphone, then choose “Try again”.',
  'not-found': 'Connect one and the call goes on by itself.',
  'in-use': 'Close the other program, then choose “Try again”.',
  constraints: 'Connect another device, then choose “Try again”.',
  insecure: 'Open the same address with https:// in front.',
  policy:
    'The owner of this page has to allow it, with the header “Permissions-Policy: camera=(self), microphone=(self)” and, on an iframe, with allow="camera; microphone".',
  unsupported: 'Open this page in a current Chrome, Edge, Firefox or Safari.',
  unknown: 'Reconnect the device or restart the browser, then choose “Try again”.',
};

export const en = {
  prompt: {
    label: 'Room name',
    hint: 'Whoever types the same name meets you there.',
    join: 'Join',
    cancel: 'Cancel',
    useSuggestion: (name: string) => `Use “${name}”`,
    problems,
  },
  call: 'Video call',
  peer: 'The other person',
  peerVideo: (name: string) => `Video of ${name}`,
  selfVideo: 'Your own picture',
  start: 'Start',
  tryAgain: 'Try again',
  tryAnotherRoom: 'Try another room',
  joinWhenFree: 'Join when a seat is free',
  useHere: 'Use the call here instead',
  letSomeoneIn: 'Let someone else in',
  rejoin: 'Rejoin',
  anotherRoom: 'Another room',
  copyLink: 'Copy invite link',
  linkCopied: 'Link copied',
  controls: 'Call controls',
  mute: 'Mute microphone',
  cameraOff: 'Turn off camera',
  leave: 'Leave call',
  tapToHear: 'Tap to hear',
  peerMuted: 'Microphone muted',
  peerCameraOff: 'Camera off',
  idle: {
    title: 'Ready when you are',
    body: 'Your camera and microphone are off until you start.',
  },
  requesting: {
    title: 'Allow your camera and microphone',
    body: 'Your browser is asking. Choose “Allow” so that the other person can see and hear you.',
  },
  blocked: { title: 'Camera and microphone are required', causes, mends },
  unsupported: {
    title: 'This call cannot run here',
    unsupported: {
      cause: 'This browser has no WebRTC, which video calls need.',
      mend: 'Open this page in a current Chrome, Edge, Firefox or Safari.',
    },
    insecure: { cause: causes.insecure('both'), mend: mends.insecure },
  },
  naming: {
    title: 'Which room?',
    body: 'Make up a name and share it, or type the one you were given.',
  },
  joining: {
    title: (room: string) => `Joining “${room}”…`,
    unreachable: 'The server cannot be reached. Trying again…',
    'origin-refused':
      'This server does not accept calls from this page. Its operator has to allow it (EMBED_ORIGINS).',
    'rate-limited': 'Too many attempts from this network. Trying again…',
    unavailable: 'The server is not ready. Trying again…',
  },
  full: {
    title: 'This room is full',
    body: (room: string) => `Two people are already in “${room}”.`,
    asking: 'You join as soon as a seat is free. Asking every few seconds…',
    elsewhere: 'One of them may be you: this browser has the call open in another tab.',
  },
  waiting: {
    title: 'Waiting for the other person',
    body: (room: string) => `Send them this link, or tell them the room: “${room}”.`,
  },
  connecting: { title: 'Connecting…', body: 'The other person is here.' },
  connected: 'Connected',
  reconnecting: {
    title: 'Reconnecting…',
    elapsed: (time: string) => `Interrupted for ${time}`,
    away: 'The other person lost the connection. Their seat is kept for a moment.',
  },
  left: {
    title: 'You left',
    body: 'Your camera and microphone are off.',
    elsewhere: {
      title: 'You are in this call elsewhere',
      body: 'It goes on in another tab or window.',
    },
  },
};

/** A catalogue. `pt-br.ts` and `es.ts` must satisfy it. */
export type Texts = typeof en;
