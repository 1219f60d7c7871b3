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
  noScript: 'A call needs JavaScript. Please allow it for this page, then load the page again.',
  refusals: {
    empty: 'Please enter a valid room name. It cannot be empty.',
    'too-long': 'Please enter a valid room name. It can have at most 64 characters.',
    characters: 'Please enter a valid room name. It has a character that cannot be used.',
  },
  languages: 'Language',
  forDevelopers: 'For developers',
  backToStart: 'Back to the start',
  errors: {
    'bad-request': {
      title: 'This address is broken',
      message: 'The server could not read it. Please check the link.',
    },
    'origin-refused': {
      title: 'Not allowed from here',
      message: 'This server does not take calls from the page that asked.',
    },
    'not-found': {
      title: 'Nothing is here',
      message: 'There is no page at this address.',
    },
    'too-large': {
      title: 'That was too much',
      message: 'The request was larger than this server takes.',
    },
    'wrong-host': {
      title: 'Wrong address',
      message: 'This server does not serve that address. Please open it by its own name.',
    },
    'invalid-room': {
      title: 'This room name cannot be used',
      message: 'Please enter a valid room name.',
    },
    'rate-limited': {
      title: 'Too many requests',
      message: 'Please wait a minute, then try again.',
    },
    internal: {
      title: 'Something went wrong',
      message: 'The fault is ours. Please try again in a moment.',
    },
    unavailable: {
      title: 'Back in a moment',
      message: 'The server is restarting or cannot serve calls just now. Please try again.',
    },
  },
  embed: embedEn,
};
