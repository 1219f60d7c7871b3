import type { EmbedStrings } from './embed-strings.js';

/** English. */
export const embedEn: EmbedStrings = {
  title: 'Put a call into your page',
  intro:
    'Two lines of HTML are a whole video call for two: permission, room, call, reconnection and every error. Fill in the form, copy what it makes, and paste it into your page.',
  onThisPage: 'On this page',
  copy: 'Copy',
  copied: 'Copied',
  builder: {
    heading: 'Make your call',
    room: 'Room name',
    roomHint: 'Leave it empty, and people are asked for one.',
    displayName: 'Name that the other person sees',
    lang: 'Language',
    langAuto: 'As your page',
    theme: 'Theme',
    themes: { auto: 'As the device', light: 'Light', dark: 'Dark' },
    start: 'How it behaves',
    flags: {
      muted: 'Start muted',
      'camera-off': 'Start with the camera off',
      manual: 'Wait for a click on Start',
      'relay-only': 'Hide addresses: connect through a relay only',
      'no-chat': 'Without chat',
      'no-screen-share': 'Without screen sharing',
      'no-shortcuts': 'Without keyboard shortcuts',
    },
    accent: 'Accent color',
    radius: 'Corner radius (px)',
    pinned: 'Pin this version',
    pinnedHint:
      'The whole call is then one file, and browsers run exactly this file, or none. It is bigger at the start, 66 KiB instead of 27, since nothing is loaded later. When this server is updated, copy the line again.',
    submit: 'Show the result',
  },
  problems: {
    'name-too-long': 'Please enter a shorter name. It can have at most 64 characters.',
    color: 'Please enter a color such as #7a3cff.',
    radius: 'Please enter a whole number from 0 to 40.',
  },
  snippet: {
    heading: 'Paste this',
    leftOut: 'Left out until it is corrected:',
    height: 'The call fills the height that you give it, at least 20 rem:',
  },
  preview: {
    heading: 'Try it',
    hint: 'Nothing is asked for before you press Start. You may change the form during the call: it goes on.',
    script: 'The preview needs JavaScript.',
  },
  events: {
    heading: 'Events',
    hint: 'What your page can listen to, as it happens in the preview; the newest first.',
    none: 'Nothing has happened yet. Press Start.',
  },
  looks: {
    heading: 'Looks',
    intro: 'Set these custom properties on the element, or on anything around it.',
    hint: 'Change a value and look at the preview.',
    result: 'Your style sheet',
  },
  frame: {
    heading: 'In a frame',
    intro:
      'The element is the better way. If your page cannot run a script of ours, a frame holds the same call:',
    title: 'Video call',
    address:
      'The address takes the attributes of the element, and `accent` and `radius`. Without all of `allow`, the browser keeps camera, microphone or screen from the frame.',
  },
  headers: {
    heading: 'Permissions and headers',
    origins: 'This server must know your page. Whoever runs it sets:',
    allowed: {
      all: 'Right now it lets every page in.',
      some: 'Right now it lets chosen pages in.',
      none: 'Right now it lets only its own pages in.',
    },
    csp: 'A page with a Content-Security-Policy adds this server to two directives, and needs nothing else: no inline style, no eval.',
    trustedTypes: 'Where the policy restricts Trusted Types, it names one more:',
    permissions:
      'A page that sends Permissions-Policy must leave itself what a call uses (with a frame: this server, too):',
    isolation:
      'A cross-origin isolated page needs nothing more: what is served here carries CORS and `Cross-Origin-Resource-Policy: cross-origin`, and the page in the frame `Cross-Origin-Embedder-Policy: require-corp`.',
  },
  reference: {
    heading: 'Reference',
    intro: 'The descriptions come from the sources, and are in English.',
    alone: 'Without a call on the page, its own script is enough:',
    kinds: {
      attributes: 'Attributes',
      properties: 'Properties',
      methods: 'Methods',
      events: 'Events',
      slots: 'Slots',
      parts: 'Parts',
      cssProperties: 'Custom properties',
    },
    name: 'Name',
    meaning: 'Meaning',
  },
  hosting: {
    heading: 'Your own server',
    intro: 'Everything here is one program. It needs Node, and no database:',
    production:
      'Browsers give camera and microphone only to pages that come over https: put a proxy in front, or give the server a certificate.',
    strictNetworks:
      'Some networks let no direct connection through. With a TURN server, people behind them can call, too.',
  },
};
