/** English: the tools of a call. Its type is the type of the others. */
export const en = {
  close: 'Close',
  fullScreen: 'Full screen',
  quality: {
    details: 'Connection details',
    none: 'There are no figures yet.',
    good: 'The connection is good.',
    sentences: {
      network: {
        fair: 'Your network is a little slow. The picture is smaller for that.',
        poor: 'Your network is too slow for a good picture. The sound goes first.',
      },
      'peer-network': {
        fair: 'The other person’s network is a little slow. The picture is smaller for that.',
        poor: 'The other person’s network is too slow for a good picture. The sound goes first.',
      },
      cpu: {
        fair: 'Your device is busy. Closing other programs may help.',
        poor: 'Your device is too busy for the call. Close other programs.',
      },
      'peer-cpu': {
        fair: 'The other person’s device is busy. Closing other programs there may help.',
        poor: 'The other person’s device is too busy for the call.',
      },
    },
    lost: {
      network: 'Nothing comes through at the moment. Reconnecting…',
      'peer-network': 'The other person lost the connection. Waiting for them…',
      cpu: 'Nothing comes through at the moment. Reconnecting…',
      'peer-cpu': 'Nothing comes through at the moment. Reconnecting…',
    },
    marks: {
      network: 'Your network is slow',
      'peer-network': 'Their network is slow',
      cpu: 'Your device is busy',
      'peer-cpu': 'Their device is busy',
    },
    bitrate: 'Bitrate',
    loss: 'Packets lost',
    roundTrip: 'Round trip',
    jitter: 'Jitter',
    pictureIn: 'Picture received',
    pictureOut: 'Picture sent',
    sound: 'Sound',
    path: 'Path',
    paths: { direct: 'Direct', relayed: 'Through a relay' },
  },
  invite: {
    name: 'Invite',
    body: 'Whoever opens this link comes into this room. It has two seats.',
    share: 'Share…',
    message: 'Join me in a video call:',
    code: 'QR code',
    codeOf: 'QR code of the invite link',
    codeFailed: 'The QR code could not be loaded. Close it and try again.',
  },
  muted: { said: 'You are muted', unmute: 'Unmute' },
  picture: 'Picture in picture',
  shortcuts: {
    name: 'Keyboard shortcuts',
    use: 'Use keyboard shortcuts',
    space: 'Space',
    talk: 'Hold to talk while muted',
  },
  screen: {
    share: 'Share screen',
    on: 'Your screen is being shown',
    off: 'Your screen is no longer shown',
    failed: 'The screen could not be shared. Try another window, or close other programs.',
  },
  person: {
    muted: 'Microphone muted',
    unmuted: 'Microphone on again',
    cameraOff: 'Camera off',
    cameraOn: 'Camera on again',
    sharing: 'Sharing their screen',
    notSharing: 'Screen no longer shared',
    away: 'Away',
    back: 'Here again',
  },
  selfView: {
    name: 'Small picture',
    swap: 'Swap pictures',
    shrink: 'Make picture smaller',
    hint: 'Move it with the arrow keys, or drag it.',
  },
  chat: {
    name: 'Chat',
    messages: 'Messages',
    unread: (count: string) => `Unread messages: ${count}`,
    said: (name: string) => `${name} writes:`,
    you: 'You',
    empty: 'Only the two of you can read this. It is gone when you leave the room.',
    write: 'Write a message',
    send: 'Send',
    nobody: 'Nobody else is here to read it.',
    pending: 'Not there yet. It is sent as soon as the connection allows.',
    lost: 'Not delivered: the other person had gone.',
  },
};

/** The words of the tools. `pt-br.ts` and `es.ts` must satisfy it. */
export type ToolTexts = typeof en;
