import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { parseRoomName, type RoomNameProblem } from '../../server/protocol/room-name.js';
import { en } from '../i18n/en.js';
import { loadStrings } from '../i18n/load-strings.js';
import { StringsController } from '../i18n/strings-controller.js';
import { tokens } from '../theme/tokens.styles.js';
import { styles } from './room-prompt.styles.js';
import { RoomDismissEvent, RoomInvalidEvent, RoomSubmitEvent } from './room-prompt-events.js';

/** A refusal in the terms of native inputs. */
const VALIDITY_FLAGS: Record<RoomNameProblem, ValidityStateFlags> = {
  empty: { valueMissing: true },
  'too-long': { tooLong: true },
  characters: { patternMismatch: true },
};

/**
 * Asks for the name of a room. A form control on any page, always required, and the prompt of
 * `<video-room>`. Every event bubbles and is composed.
 *
 * @tag room-prompt
 *
 * @csspart input - The text field.
 * @csspart button - Each button.
 * @csspart alert - Why the name was refused.
 *
 * @event room-submit - A valid name was submitted; cancelable, else the form is submitted as well.
 * @event room-invalid - A name was submitted that is not valid; the alert says why.
 * @event room-dismiss - Cancel was pressed, or Escape.
 */
export class RoomPrompt extends LitElement {
  /** @ignore */
  static readonly formAssociated = true;
  static override readonly styles = [tokens, styles];
  /** @ignore */
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };

  /** Registers the element, unless the name is taken: a page may load it twice, the first one stays. */
  static define(tagName = 'room-prompt', registry = customElements): void {
    if (!registry.get(tagName)) registry.define(tagName, RoomPrompt);
  }

  /**
   * What is in the field, as it was typed; the form is given its normal form.
   * @default ''
   */
  @property()
  get value(): string {
    return this.#value;
  }
  set value(value: string | null) {
    this.#value = value ?? '';
    this.#tellForm();
  }

  /** A name to offer; it counts only once it is taken. */
  @property({ useDefault: true }) suggestion = '';

  /** The name of the form value. */
  @property({ reflect: true, useDefault: true }) name = '';

  /** No name can be given, and the form gets none, as in a disabled fieldset. */
  @property({ type: Boolean })
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }
  set disabled(disabled: boolean) {
    this.toggleAttribute('disabled', disabled);
  }

  /** `en`, `pt-BR` or `es`; else the nearest `lang`, else the browser's, else English. */
  @property({ reflect: true, useDefault: true }) override lang = '';

  /**
   * Shown as an alert, said anew each time it is set; every submit and a mended name set it too.
   * @ignore
   */
  @property({ attribute: false, hasChanged: () => true }) problem: RoomNameProblem | null = null;

  /** By its own attribute or by that of a fieldset. */
  @state() private isDisabled = false;

  @query('input') private readonly input!: HTMLInputElement | null;

  readonly #internals = this.attachInternals();
  readonly #texts = new StringsController(this, en, loadStrings);
  #value = '';
  #customError = '';
  #alertCount = 0;

  constructor() {
    super();
    this.#tellForm();
  }

  /** As of native inputs, like all that follows down to `select`: the form that it is in. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** The labels that point at it. */
  get labels(): NodeList {
    return this.#internals.labels;
  }

  /** Always `text`. */
  get type(): string {
    return 'text';
  }

  /** What is wrong with the name: `valueMissing`, `tooLong` or `patternMismatch`. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** The same in words, in the language of the prompt. */
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  /** Whether it takes part in the validation of its form. */
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  /** Whether the name is valid; fires `invalid` where it is not. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** The same, and shows the person what is wrong. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** Another reason to be invalid, in the page's own words; empty: none. */
  setCustomValidity(message: string): void {
    this.#customError = message;
    this.#tellForm();
  }

  /** Selects what was typed. */
  select(): void {
    this.input?.select();
  }

  /** @ignore */
  formDisabledCallback(disabled: boolean): void {
    this.isDisabled = disabled;
  }

  /** @ignore */
  formResetCallback(): void {
    this.value = '';
    this.problem = null;
  }

  /** @ignore */
  formStateRestoreCallback(typed: string | File | FormData | null): void {
    if (typeof typed === 'string') this.value = typed;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('problem')) this.#alertCount += 1;
  }

  protected override firstUpdated(): void {
    // The browser looked for it when there was no field yet.
    if (this.autofocus && document.activeElement === document.body) this.focus();
  }

  protected override updated(): void {
    // Once more, now that there is a field to point at and maybe another language.
    this.#tellForm();
  }

  protected override render(): TemplateResult {
    const { prompt } = this.#texts.strings;
    const isOffered = this.suggestion !== '' && this.value === '';
    return html`
      <form novalidate @submit=${this.#onSubmit} @keydown=${this.#onKeydown}>
        <label for="name">${prompt.label}</label>
        <input
          id="name"
          part="input"
          type="text"
          dir="auto"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="go"
          required
          aria-invalid=${this.problem ? 'true' : 'false'}
          aria-describedby="problem hint"
          placeholder=${this.suggestion}
          .value=${this.value}
          ?disabled=${this.isDisabled}
          @input=${this.#onInput}
          @change=${this.#onChange}
        />
        ${this.#renderAlert()}
        ${
          isOffered
            ? html`<button
              class="suggestion"
              part="button"
              type="button"
              ?disabled=${this.isDisabled}
              @click=${this.#onTakeSuggestion}
            >
              ${prompt.useSuggestion(this.suggestion)}
            </button>`
            : nothing
        }
        <p id="hint">${prompt.hint}</p>
        <div class="buttons">
          <button part="button" type="submit" ?disabled=${this.isDisabled}>${prompt.join}</button>
          <button part="button" type="button" ?disabled=${this.isDisabled} @click=${this.#onCancel}>
            ${prompt.cancel}
          </button>
        </div>
      </form>
    `;
  }

  /**
   * Two templates in turn, so that each time is a new node: screen readers say again what they already
   * said. The directive made for this would be a hundredth of the whole element.
   */
  #renderAlert() {
    if (!this.problem) return nothing;
    const message = this.#texts.strings.prompt.problems[this.problem];
    return this.#alertCount % 2 === 0
      ? html`<p id="problem" part="alert" role="alert">${message}</p>`
      : html`<p part="alert" role="alert" id="problem">${message}</p>`;
  }

  #onInput(): void {
    this.value = this.input?.value ?? '';
    if (this.problem && parseRoomName(this.value).ok) this.problem = null;
  }

  /** Unlike `input` it does not cross shadow roots by itself. */
  #onChange(): void {
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #onTakeSuggestion(): void {
    this.value = this.suggestion;
    this.problem = null;
    this.input?.focus();
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const result = parseRoomName(this.value);
    if (!result.ok) {
      this.problem = result.reason;
      this.input?.focus();
      this.dispatchEvent(new RoomInvalidEvent(result.reason));
      return;
    }
    this.problem = null;
    if (this.dispatchEvent(new RoomSubmitEvent(result.name))) this.form?.requestSubmit();
  }

  #onKeydown(event: KeyboardEvent): void {
    // Escape that ends the composition of a character is not Cancel.
    if (event.key === 'Escape' && !event.isComposing) this.#onCancel();
  }

  #onCancel(): void {
    this.dispatchEvent(new RoomDismissEvent());
  }

  #tellForm(): void {
    const result = parseRoomName(this.value);
    this.#internals.setFormValue(result.ok ? result.name : this.value, this.value);
    const customError = this.#customError !== '';
    const problem = result.ok ? null : result.reason;
    this.#internals.setValidity(
      { ...(problem && VALIDITY_FLAGS[problem]), customError },
      this.#customError || (problem ? this.#texts.strings.prompt.problems[problem] : ''),
      this.input ?? undefined,
    );
  }
}
