/** The strings that every locale must have. */
import type { EmbedStrings } from './embed/embed-strings.js';
import type { RefusalReason } from './refusal-reason.js';

/** The error codes that have a page. */
export type ErrorPageCode =
  | 'bad-request'
  | 'origin-refused'
  | 'not-found'
  | 'too-large'
  | 'range-not-satisfiable'
  | 'wrong-host'
  | 'invalid-room'
  | 'rate-limited'
  | 'internal'
  | 'unavailable';

/** A heading and a sentence. */
export interface ErrorStrings {
  readonly title: string;
  readonly message: string;
}

/** The strings of the pages in one language. */
export interface PageStrings {
  readonly siteName: string;
  readonly tagline: string;
  readonly description: string;
  /** The title of a page whose room must not be named. */
  readonly invitation: string;
  readonly roomLabel: string;
  readonly join: string;
  readonly noScript: string;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly languages: string;
  /** The link to the page about embedding. */
  readonly forDevelopers: string;
  readonly backToStart: string;
  readonly errors: Readonly<Record<ErrorPageCode, ErrorStrings>>;
  readonly embed: EmbedStrings;
}
