import type { EmbedStrings } from './embed-strings.js';

/** English. */
export const embedEn: EmbedStrings = {
  title: 'Add a call to your page',
  intro:
    'Two lines of HTML add a complete video call for two people: permission, room, call, reconnection and every error. Fill in the form, copy the code, and paste it into your page.',
  onThisPage: 'On this page',
  copy: 'Copy',
  copied: 'Copied',
  builder: {
    heading: 'Set up your call',
    room: 'Room name',
    roomHint: 'If you leave it empty, people choose one.',
    displayName: 'Display name',
    lang: 'Language',
    langAuto: 'Same as your page',
    theme: 'Theme',
    themes: { auto: 'Same as the device', light: 'Light', dark: 'Dark' },
    start: 'Options',
    flags: {
      muted: 'Start muted',
      'camera-off': 'Start with the camera off',
      manual: 'Wait for a click on Start',
      'relay-only': 'Hide IP addresses: connect through a relay only',
      'no-chat': 'Without chat',
      'no-screen-share': 'Without screen sharing',
      'no-shortcuts': 'Without keyboard shortcuts',
    },
    accent: 'Accent color',
    radius: 'Corner radius (px)',
    pinned: 'Pin this version',
    pinnedHint:
      'The whole call is then one file, and browsers run only this exact file. The first download is larger, 66 KiB instead of 36, because nothing loads later. Copy the line again when this server is updated.',
    submit: 'Show the result',
  },
  problems: {
    'name-too-long': 'Please enter a shorter name. It can have at most 64 characters.',
    color: 'Please enter a color such as #7a3cff.',
    radius: 'Please enter a whole number from 0 to 40.',
  },
  snippet: {
    heading: 'Your code',
    leftOut: 'Left out until you correct it:',
    height: 'The call fills the height that you give it, at least 20 rem:',
  },
  preview: {
    heading: 'Try it',
    hint: 'The call asks for nothing until you press Start. You can change the form during the call.',
    script: 'The preview needs JavaScript.',
  },
  events: {
    heading: 'Events',
    hint: 'The events that your page can listen to, as the preview dispatches them. The newest is first.',
    none: 'Nothing has happened yet. Press Start.',
  },
  looks: {
    heading: 'Appearance',
    intro: 'Set these custom properties on the element, or on anything around it.',
    hint: 'Change a value to see it in the preview.',
    result: 'Your style sheet',
  },
  frame: {
    heading: 'In a frame',
    intro:
      'Use the element if you can. If your page cannot run this script, a frame shows the same call:',
    title: 'Video call',
    address:
      'The address accepts the attributes of the element, and `accent` and `radius`. Keep all of `allow`: without it the browser blocks the camera, microphone or screen in the frame.',
  },
  headers: {
    heading: 'Permissions and headers',
    origins: 'This server must allow your page. Its operator sets:',
    allowed: {
      all: 'It currently allows every page.',
      some: 'It currently allows selected pages.',
      none: 'It currently allows only its own pages.',
    },
    csp: 'A page with a Content-Security-Policy adds this server to two directives. It needs nothing else: no inline style, no eval.',
    trustedTypes: 'If the policy restricts Trusted Types, add one name:',
    permissions:
      'A page that sends Permissions-Policy must allow what a call uses (for a frame, also for this server):',
    isolation:
      'A cross-origin isolated page needs nothing more. This server sends CORS and `Cross-Origin-Resource-Policy: cross-origin`, and for the page in the frame `Cross-Origin-Embedder-Policy: require-corp`.',
  },
  reference: {
    heading: 'Reference',
    intro: 'The descriptions come from the source code.',
    alone: 'If the page has no call, its own script is enough:',
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
    intro: 'The server is one program. It needs Node and no database:',
    production:
      'Browsers allow the camera and microphone only on https pages. Use a proxy with https, or give the server a certificate:',
    strictNetworks:
      'Some networks block direct connections. A TURN server lets people on them call too:',
  },
};
