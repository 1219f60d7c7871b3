/**
 * The form that asks how a call is to be embedded, and the lines that come of it. It works as a plain
 * form; with a script, htmx sends it at each change and swaps what comes back into the page.
 */
import { html } from 'ghtml';
import { snippetBlock } from '../fragments/snippet-block.js';
import { LANGUAGE_NAMES } from '../texts/language-names.js';
import type { PageTexts } from '../texts/page-texts.js';
import type { EmbedModel } from './embed-model.js';
import {
  type CheckedField,
  EMBED_FLAGS,
  EMBED_THEMES,
  type EmbedProblem,
} from './embed-options.js';
import { looks } from './looks.js';
import { preview } from './preview.js';
import { elementSnippet } from './snippets.js';

/** The name of each input in the query. */
const NAMES: Readonly<Record<CheckedField, string>> = {
  room: 'room',
  displayName: 'display-name',
  accent: 'accent',
  radius: 'radius',
};

/** What an input says about itself beside its label. */
interface Field {
  readonly field: CheckedField;
  readonly hint?: string;
  readonly more?: string;
}

const HTMX =
  'hx-get="/embed" hx-target="#builder" hx-swap="outerMorph" hx-trigger="change, submit" ' +
  'hx-sync="this:replace" hx-replace-url="true"';

/** The form beside its result, and what of the looks can be tried out. */
export function builder(model: EmbedModel): string {
  const { texts, origin, release, reference, form } = model;
  const element = reference.find(({ tag }) => tag === 'video-room');
  const { builder: words, snippet } = texts.embed;
  return html`<section id="builder" class="builder" aria-labelledby="builder-heading">
<h2 id="builder-heading">${words.heading}</h2>
<form action="/embed" method="get" !${HTMX}>
!${fields(model)}
<p><button>${words.submit}</button></p>
</form>
<div class="result">
<h3>${snippet.heading}</h3>
!${leftOut(model)}
!${snippetBlock('element-snippet', elementSnippet(origin, form.options, release), texts.embed)}
<p class="hint">${snippet.height} <code>video-room { height: 100vh }</code></p>
!${preview(model)}
</div>
!${element ? looks(model, element.items.cssProperties) : ''}
</section>
`;
}

/** What is wrong is said at its field, which may be out of sight. */
function leftOut({ texts, form }: EmbedModel): string {
  const { builder: words, snippet } = texts.embed;
  const wrong = (Object.keys(NAMES) as CheckedField[]).filter((field) => form.problems[field]);
  if (wrong.length === 0) return '';
  const links = wrong.map((field) => html`<a href="#embed-${NAMES[field]}">${words[field]}</a>`);
  return html`<p class="alert">${snippet.leftOut} !${links.join(', ')}</p>
`;
}

function fields(model: EmbedModel): string {
  const { texts, form, release, lang } = model;
  const { builder: words } = texts.embed;
  const { options } = form;
  const languages = Object.entries(LANGUAGE_NAMES).map(([tag, name]) => ({ tag, name }));
  return html`!${input(model, { field: 'room', hint: words.roomHint, more: 'dir="auto"' })}
!${input(model, { field: 'displayName', more: 'dir="auto"' })}
<div class="pair">
<div class="field">
<label for="embed-lang">${words.lang}</label>
<select id="embed-lang" name="call-lang">
<option value="">${words.langAuto}</option>
!${languages.map(({ tag, name }) => html`<option value="${tag}" lang="${tag}"!${selected(options.lang === tag)}>${name}</option>`)}
</select>
</div>
<div class="field">
<label for="embed-theme">${words.theme}</label>
<select id="embed-theme" name="theme">
!${EMBED_THEMES.map((theme) => html`<option value="${theme}"!${selected(options.theme === theme)}>${words.themes[theme]}</option>`)}
</select>
</div>
</div>
<div class="pair">
!${input(model, { field: 'accent', more: 'placeholder="#7a3cff"' })}
!${input(model, { field: 'radius', more: 'inputmode="numeric" placeholder="14"' })}
</div>
<fieldset>
<legend>${words.start}</legend>
!${EMBED_FLAGS.map((flag) => checkbox(flag, words.flags[flag], options.flags.includes(flag)))}
</fieldset>
!${release ? html`<div class="field">!${checkbox('pinned', words.pinned, options.pinned)}<p class="hint">${words.pinnedHint}</p></div>` : ''}
!${lang === undefined ? '' : html`<input type="hidden" name="lang" value="${lang}">`}`;
}

function input({ texts, form }: EmbedModel, { field, hint, more = '' }: Field): string {
  const problem = form.problems[field];
  const name = NAMES[field];
  const label = texts.embed.builder[field];
  const id = `embed-${name}`;
  const notes = [hint ? `${id}-hint` : [], problem ? `${id}-problem` : []].flat().join(' ');
  return html`<div class="field">
<label for="${id}">${label}</label>
<input id="${id}" name="${name}" value="${form.typed[field]}" autocomplete="off" autocapitalize="none" spellcheck="false" !${more}!${notes ? html` aria-describedby="${notes}"` : ''}!${problem ? ' aria-invalid="true"' : ''}>
!${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}
!${problem ? html`<p class="alert" id="${id}-problem" role="alert">${say(problem, texts)}</p>` : ''}
</div>
`;
}

function say(problem: EmbedProblem, texts: PageTexts): string {
  switch (problem) {
    case 'name-too-long':
    case 'color':
    case 'radius':
      return texts.embed.problems[problem];
    default:
      return texts.refusals[problem];
  }
}

function checkbox(name: string, label: string, checked: boolean): string {
  return html`<label class="check"><input type="checkbox" name="${name}"!${checked ? ' checked' : ''}> <span>${label}</span></label>
`;
}

const selected = (is: boolean): string => (is ? ' selected' : '');
