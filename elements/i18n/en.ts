/** Every word that the elements show or say. The English catalogue is the type of the others. */

import type { RoomNameProblem } from '../../server/protocol/room-name.js';

const problems: Record<RoomNameProblem, string> = {
  empty: 'Please enter a valid room name. It cannot be empty.',
  'too-long': 'Please enter a valid room name. It can have at most 64 characters.',
  characters: 'Please enter a valid room name. It has a character that cannot be used.',
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
  tryAnotherRoom: 'Try another room',
  copyLink: 'Copy invite link',
  linkCopied: 'Link copied',
  controls: 'Call controls',
  mute: 'Mute microphone',
  cameraOff: 'Turn off camera',
  leave: 'Leave call',
  idle: {
    title: 'Ready when you are',
    body: 'Your camera and microphone are off until you start.',
  },
  requesting: {
    title: 'Allow your camera and microphone',
    body: 'Your browser is asking. Choose “Allow” so that the other person can see and hear you.',
  },
  naming: {
    title: 'Which room?',
    body: 'Make up a name and share it, or type the one you were given.',
  },
  joining: {
    title: (room: string) => `Joining “${room}”…`,
    unreachable: 'The server cannot be reached. Trying again…',
  },
  waiting: {
    title: 'Waiting for the other person',
    body: (room: string) => `Send them this link, or tell them the room: “${room}”.`,
  },
  connecting: { title: 'Connecting…', body: 'The other person is here.' },
  connected: 'Connected',
  reconnecting: { title: 'Reconnecting…' },
  left: {
    title: 'You left',
    elsewhere: 'You are in this call elsewhere',
  },
};

/** A catalogue. `pt-br.ts` and `es.ts` must satisfy it. */
export type Strings = typeof en;
