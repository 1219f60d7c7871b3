/**
 * htmx under the policy of the site: no eval (nothing here uses `hx-on` or trigger filters), its style as
 * a constructed sheet, and one Trusted Types policy of its own, which nobody else can reach. What it makes
 * into html is what our own server answered (`mode: 'same-origin'`, its default).
 */
import 'htmx.org';

/** What a browser with Trusted Types offers (https://w3c.github.io/trusted-types/dist/spec/). */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(html: string): string }): unknown;
}

/** The part of htmx that it gives to its extensions. */
interface HtmxInternals {
  initSecurity(policy: unknown): void;
}

/** What its module leaves on the window; its types are those of a CommonJS module, which it is not. */
interface Htmx {
  readonly config: { history: boolean | 'reload' };
  registerExtension(name: string, extension: { init(internals: HtmxInternals): void }): void;
}

const { htmx, trustedTypes } = globalThis as unknown as {
  htmx: Htmx;
  trustedTypes?: TrustedTypesFactory;
};

// In-page links are history too; what htmx would ask for then is only a part of the page.
htmx.config.history = 'reload';

htmx.registerExtension('trusted-types', {
  init({ initSecurity }) {
    if (trustedTypes) {
      initSecurity(trustedTypes.createPolicy('htmx', { createHTML: (html) => html }));
    }
  },
});
