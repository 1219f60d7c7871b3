/** What every catalogue of the pages must say. */
import type { EmbedStrings } from './embed/embed-strings.js';
import type { RefusalReason } from './refusal-reason.js';

/** The errors that have a page. */
export type ErrorPageCode =
  | 'bad-request'
  | 'origin-refused'
  | 'not-found'
  | 'too-large'
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

/** The words of the pages in one language. */
export interface PageStrings {
  readonly siteName: string;
  readonly tagline: string;
  readonly description: string;
  /** The title of a page whose room is not to be named. */
  readonly invitation: string;
  readonly roomLabel: string;
  readonly join: string;
  readonly noScript: string;
  readonly refusals: Readonly<Record<RefusalReason, string>>;
  readonly languages: string;
  /** Leads to the page about embedding. */
  readonly forDevelopers: string;
  readonly backToStart: string;
  readonly errors: Readonly<Record<ErrorPageCode, ErrorStrings>>;
  readonly embed: EmbedStrings;
}
