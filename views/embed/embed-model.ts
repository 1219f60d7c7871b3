import type { PageStrings } from '../i18n/page-strings.js';
import type { ElementReference } from './element-reference.js';
import type { EmbedForm } from './embed-options.js';
import type { Release } from './snippets.js';

/** What the page about embedding is made from. */
export interface EmbedModel {
  readonly strings: PageStrings;
  /** Of this server, as the visitor or its configuration knows it. */
  readonly origin: string;
  /** `null` when nothing was built: then no version can be pinned. */
  readonly release: Release | null;
  readonly reference: readonly ElementReference[];
  readonly form: EmbedForm;
  /** Which other pages this server lets in. */
  readonly embedAccess: 'all' | 'some' | 'none';
  /** The language that was asked for by `?lang=`, kept on the way through the form. */
  readonly lang?: string | undefined;
}
