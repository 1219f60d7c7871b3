/**
 * The form for the options of an embedded call, and the resulting snippet. It works as a plain
 * form. With a script, htmx sends it after each change and swaps the response into the page.
 */
import { html } from 'ghtml';
import { renderSnippet } from '../fragments/snippet-block.js';
import { LANGUAGE_NAMES } from '../i18n/language-names.js';
import type { PageStrings } from '../i18n/page-strings.js';
import { renderCustomProperties } from './custom-properties.js';
import type { EmbedModel } from './embed-model.js';
import {
  type CheckedField,
  EMBED_FLAGS,
  EMBED_THEMES,
  type EmbedProblem,
} from './embed-options.js';
import { renderPreview } from './preview.js';
import { elementSnippet } from './snippets.js';

/** The name of each input, which is its parameter in the query. */
const INPUT_NAMES: Readonly<Record<CheckedField, string>> = {
  room: 'room',
  displayName: 'display-name',
  accent: 'accent',
  radius: 'radius',
};

/** An input and its optional parts. */
interface Field {
  readonly field: CheckedField;
  readonly hint?: string;
  readonly extraAttributes?: string;
}

const HTMX_ATTRIBUTES =
  'hx-get="/embed" hx-target="#builder" hx-swap="outerMorph" hx-trigger="change, submit" ' +
  'hx-sync="this:replace" hx-replace-url="true"';

/** The form, the result, and the custom properties to try out. */
export function renderBuilder(model: EmbedModel): string {
  const { strings, origin, release, reference, form } = model;
  const element = reference.find(({ tag }) => tag === 'video-room');
  const { builder: labels, snippet } = strings.embed;
  return html`<section id="builder" class="builder" aria-labelledby="builder-heading">
<h2 id="builder-heading">${labels.heading}</h2>
<form action="/embed" method="get" !${HTMX_ATTRIBUTES}>
!${renderFields(model)}
<p><button>${labels.submit}</button></p>
</form>
<div class="result">
<h3>${snippet.heading}</h3>
!${renderProblems(model)}
!${renderSnippet('element-snippet', elementSnippet(origin, form.options, release), strings.embed)}
<p class="hint">${snippet.height} <code>video-room { height: 100vh }</code></p>
!${renderPreview(model)}
</div>
!${element ? renderCustomProperties(model, element.items.cssProperties) : ''}
</section>
`;
}

/** Links to the invalid fields, which may be out of view. */
function renderProblems({ strings, form }: EmbedModel): string {
  const { builder: labels, snippet } = strings.embed;
  const wrong = (Object.keys(INPUT_NAMES) as CheckedField[]).filter(
    (field) => form.problems[field],
  );
  if (wrong.length === 0) return '';
  const links = wrong.map(
    (field) => html`<a href="#embed-${INPUT_NAMES[field]}">${labels[field]}</a>`,
  );
  return html`<p class="alert">${snippet.leftOut} !${links.join(', ')}</p>
`;
}

function renderFields(model: EmbedModel): string {
  const { strings, form, release, lang } = model;
  const { builder: labels } = strings.embed;
  const { options } = form;
  const languages = Object.entries(LANGUAGE_NAMES).map(([tag, name]) => ({ tag, name }));
  return html`!${renderInput(model, { field: 'room', hint: labels.roomHint, extraAttributes: 'dir="auto"' })}
!${renderInput(model, { field: 'displayName', extraAttributes: 'dir="auto"' })}
<div class="pair">
<div class="field">
<label for="embed-lang">${labels.lang}</label>
<select id="embed-lang" name="call-lang">
<option value="">${labels.langAuto}</option>
!${languages.map(({ tag, name }) => html`<option value="${tag}" lang="${tag}"!${selectedAttribute(options.lang === tag)}>${name}</option>`)}
</select>
</div>
<div class="field">
<label for="embed-theme">${labels.theme}</label>
<select id="embed-theme" name="theme">
!${EMBED_THEMES.map((theme) => html`<option value="${theme}"!${selectedAttribute(options.theme === theme)}>${labels.themes[theme]}</option>`)}
</select>
</div>
</div>
<div class="pair">
!${renderInput(model, { field: 'accent', extraAttributes: 'placeholder="#7a3cff"' })}
!${renderInput(model, { field: 'radius', extraAttributes: 'inputmode="numeric" placeholder="14"' })}
</div>
<fieldset>
<legend>${labels.start}</legend>
!${EMBED_FLAGS.map((flag) => renderCheckbox(flag, labels.flags[flag], options.flags.includes(flag)))}
</fieldset>
!${release ? html`<div class="field">!${renderCheckbox('pinned', labels.pinned, options.isPinned)}<p class="hint">${labels.pinnedHint}</p></div>` : ''}
!${lang === undefined ? '' : html`<input type="hidden" name="lang" value="${lang}">`}`;
}

function renderInput(
  { strings, form }: EmbedModel,
  { field, hint, extraAttributes = '' }: Field,
): string {
  const problem = form.problems[field];
  const name = INPUT_NAMES[field];
  const label = strings.embed.builder[field];
  const id = `embed-${name}`;
  const notes = [hint ? `${id}-hint` : [], problem ? `${id}-problem` : []].flat().join(' ');
  return html`<div class="field">
<label for="${id}">${label}</label>
<input id="${id}" name="${name}" value="${form.typed[field]}" autocomplete="off" autocapitalize="none" spellcheck="false" !${extraAttributes}!${notes ? html` aria-describedby="${notes}"` : ''}!${problem ? ' aria-invalid="true"' : ''}>
!${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}
!${problem ? html`<p class="alert" id="${id}-problem" role="alert">${problemText(problem, strings)}</p>` : ''}
</div>
`;
}

function problemText(problem: EmbedProblem, strings: PageStrings): string {
  switch (problem) {
    case 'name-too-long':
    case 'color':
    case 'radius':
      return strings.embed.problems[problem];
    default:
      return strings.refusals[problem];
  }
}

function renderCheckbox(name: string, label: string, isChecked: boolean): string {
  return html`<label class="check"><input type="checkbox" name="${name}"!${isChecked ? ' checked' : ''}> <span>${label}</span></label>
`;
}

const selectedAttribute = (isSelected: boolean): string => (isSelected ? ' selected' : '');
