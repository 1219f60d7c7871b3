import type { PageStrings } from '../i18n/page-strings.js';
import type { ElementReference } from './element-reference.js';
import type { EmbedForm } from './embed-options.js';
import type { Release } from './snippets.js';

/** The model of the page about embedding. */
export interface EmbedModel {
  readonly strings: PageStrings;
  /** The origin of this server, from its configuration or from the request. */
  readonly origin: string;
  /** `null` without a build. Then no version can be pinned. */
  readonly release: Release | null;
  readonly reference: readonly ElementReference[];
  readonly form: EmbedForm;
  /** Which other pages this server allows. */
  readonly embedAccess: 'all' | 'some' | 'none';
  /** The value of `?lang=`, which the form keeps. */
  readonly lang?: string | undefined;
}
