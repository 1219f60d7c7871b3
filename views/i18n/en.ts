import { embedEn } from './embed/en.js';
import type { PageStrings } from './page-strings.js';

/** English. */
export const en: PageStrings = {
  siteName: 'Video Room',
  tagline: 'A private video call for two. Name a room, share the link, talk.',
  description: 'Video calls for two people: no account, nothing to install. Name a room and talk.',
  invitation: 'Join a video call',
  roomLabel: 'Room name',
  join: 'Join',
  noScript: 'Calls need JavaScript. Turn it on for this page, then reload.',
  refusals: {
    empty: 'Please enter a valid room name. It cannot be empty.',
    'too-long': 'Please enter a valid room name. It can have at most 64 characters.',
    characters: 'Please enter a valid room name. It has a character that cannot be used.',
  },
  languages: 'Language',
  forDevelopers: 'For developers',
  backToStart: 'Back to home page',
  errors: {
    'bad-request': {
      title: 'This link is broken',
      message: 'Please check the link and try again.',
    },
    'origin-refused': {
      title: 'Not allowed',
      message: 'That page is not allowed to use this server.',
    },
    'not-found': {
      title: 'Page not found',
      message: 'There is no page at this address.',
    },
    'too-large': {
      title: 'Request too large',
      message: 'The server does not accept requests this large.',
    },
    'range-not-satisfiable': {
      title: 'Invalid range',
      message: 'The file does not have this range.',
    },
    'wrong-host': {
      title: 'Wrong address',
      message: 'This server has another address. Please open it by that one.',
    },
    'invalid-room': {
      title: 'Invalid room name',
      message: 'Please enter a valid room name.',
    },
    'rate-limited': {
      title: 'Too many requests',
      message: 'Please wait a minute, then try again.',
    },
    internal: {
      title: 'Something went wrong',
      message: 'Please try again in a moment.',
    },
    unavailable: {
      title: 'We’ll be right back',
      message: 'The server is restarting or busy. Please try again in a moment.',
    },
  },
  embed: embedEn,
};
