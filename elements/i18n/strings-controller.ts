import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Locale, matchLocale } from '../../server/protocol/locale.js';

/** The nearest `lang` above an element, through shadow roots. */
function inheritedLanguage(element: Element): string {
  for (let node: Node | null = element.parentNode; node; node = node.parentNode) {
    if (node instanceof ShadowRoot) node = node.host;
    if (node instanceof HTMLElement && node.lang) return node.lang;
  }
  return '';
}

/**
 * The words of its host's language: the host's `lang`, else the nearest above it, else the
 * browser's, else English. Follows `lang` on the host and on the document.
 */
export class StringsController<T> implements ReactiveController {
  /** English until the catalogue of another language has come. */
  strings: T;
  readonly #load: (locale: Locale) => Promise<T>;
  readonly #host: ReactiveControllerHost & HTMLElement;
  #locale: Locale = 'en';
  #loading: Promise<void> | undefined;
  #firstLoading: Promise<void> | null | undefined;
  #observer: MutationObserver | undefined;

  /** `load` rejects for a catalogue that cannot be had. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    english: T,
    load: (locale: Locale) => Promise<T>,
  ) {
    this.#host = host;
    this.strings = english;
    this.#load = load;
    host.addController(this);
  }

  /** The language that is spoken now. */
  get locale(): Locale {
    return this.#locale;
  }

  /** Whether the first catalogue is still on its way: what is said now would be said twice. */
  get isFirstLoading(): boolean {
    return this.#loading !== undefined && this.#loading === this.#firstLoading;
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => this.#follow());
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang'] });
    this.#follow();
    if (this.#firstLoading === undefined) this.#firstLoading = this.#loading ?? null;
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  hostUpdate(): void {
    this.#follow();
  }

  #follow(): void {
    const wanted = [this.#host.lang, inheritedLanguage(this.#host), ...navigator.languages];
    // Anything may be set from a page's script.
    const locale = matchLocale(wanted.filter(Boolean)) ?? 'en';
    if (locale === this.#locale) return;
    this.#locale = locale;
    const loading = this.#load(locale)
      // The words that are there stay: a catalogue that cannot be loaded must not stop a call.
      .catch(() => this.strings)
      .then((texts) => {
        if (loading !== this.#loading) return;
        this.#loading = undefined;
        this.strings = texts;
        this.#host.requestUpdate();
      });
    this.#loading = loading;
  }
}
