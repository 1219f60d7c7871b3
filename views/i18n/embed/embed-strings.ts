/** What the page about embedding must say in every language. */

import type { ReferenceKind } from '../../embed/element-reference.js';
import type { EmbedFlag, EmbedProblem, EmbedTheme } from '../../embed/embed-options.js';
import type { RefusalReason } from '../refusal-reason.js';

/** The words of /embed. What stands between backquotes is shown as code. */
export interface EmbedStrings {
  readonly title: string;
  readonly intro: string;
  readonly onThisPage: string;
  readonly copy: string;
  readonly copied: string;
  readonly builder: {
    readonly heading: string;
    readonly room: string;
    readonly roomHint: string;
    readonly displayName: string;
    readonly lang: string;
    readonly langAuto: string;
    readonly theme: string;
    readonly themes: Readonly<Record<EmbedTheme, string>>;
    readonly start: string;
    readonly flags: Readonly<Record<EmbedFlag, string>>;
    readonly accent: string;
    readonly radius: string;
    readonly pinned: string;
    readonly pinnedHint: string;
    readonly submit: string;
  };
  readonly problems: Readonly<Record<Exclude<EmbedProblem, RefusalReason>, string>>;
  readonly snippet: {
    readonly heading: string;
    readonly leftOut: string;
    readonly height: string;
  };
  readonly preview: { readonly heading: string; readonly hint: string; readonly script: string };
  readonly events: { readonly heading: string; readonly hint: string; readonly none: string };
  readonly looks: {
    readonly heading: string;
    readonly intro: string;
    readonly hint: string;
    readonly result: string;
  };
  readonly frame: {
    readonly heading: string;
    readonly intro: string;
    readonly title: string;
    readonly address: string;
  };
  readonly headers: {
    readonly heading: string;
    readonly origins: string;
    /** Whom this server lets in as it is. */
    readonly allowed: Readonly<Record<'all' | 'some' | 'none', string>>;
    readonly csp: string;
    readonly trustedTypes: string;
    readonly permissions: string;
    readonly isolation: string;
  };
  readonly reference: {
    readonly heading: string;
    readonly intro: string;
    /** Before the lines that are a prompt and no call. */
    readonly alone: string;
    readonly kinds: Readonly<Record<ReferenceKind, string>>;
    readonly name: string;
    readonly meaning: string;
  };
  readonly hosting: {
    readonly heading: string;
    readonly intro: string;
    readonly production: string;
    readonly strictNetworks: string;
  };
}
