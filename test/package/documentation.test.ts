/** What is said of the elements, in the manifest and in the README, is what they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import ts from 'typescript';
import { codeOf, rowsOf, sectionOf } from '../helpers/units/read-markdown.js';

interface Documented {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}

interface Member extends Documented {
  readonly kind: 'field' | 'method';
  readonly readonly?: boolean;
  readonly static?: boolean;
  readonly attribute?: string;
  readonly return?: { readonly type: { readonly text: string } };
  readonly parameters?: readonly Documented[];
}

interface Declaration extends Documented {
  readonly tagName: string;
  readonly members: readonly Member[];
  readonly attributes: readonly (Documented & { readonly fieldName?: string })[];
  readonly events: readonly Documented[];
  readonly cssParts: readonly Documented[];
  readonly slots?: readonly Documented[];
  readonly cssProperties?: readonly Documented[];
}

const read = (path: string): string => readFileSync(path, 'utf8');
const names = (of: readonly { readonly name: string }[] = []): string[] =>
  of.map(({ name }) => name).sort();
const sorted = (of: Iterable<string>): string[] => [...new Set(of)].sort();

const manifest = JSON.parse(read('dist/custom-elements.json')) as {
  readonly modules: readonly { readonly declarations: readonly Declaration[] }[];
};
const declarations = manifest.modules.flatMap((module) => module.declarations);

function declarationOf(tagName: string): Declaration {
  const found = declarations.find((declaration) => declaration.tagName === tagName);
  if (!found) throw new Error(`no ${tagName} in the manifest`);
  return found;
}

const room = declarationOf('video-room');
const prompt = declarationOf('room-prompt');
const readme = read('README.md');

/** As Node loads it, which has no elements: it must not need any. */
const built = (await import(new URL('../../dist/package/index.js', import.meta.url).href)) as {
  readonly VideoRoom: { readonly observedAttributes: readonly string[] };
  readonly RoomPrompt: { readonly observedAttributes: readonly string[] };
};

/** What a pattern finds in the sources below a folder. */
function findAll(folder: string, pattern: RegExp): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const text = files.filter((file) => file.endsWith('.ts')).map((file) => read(join(folder, file)));
  return sorted(
    text.flatMap((source) => [...source.matchAll(pattern)].map(([, name = '']) => name)),
  );
}

/** The names of an interface's members, from its source. */
function keysOf(path: string, name: string): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true);
  const found = source.statements.filter(ts.isInterfaceDeclaration);
  const members = found.find((each) => each.name.text === name)?.members ?? [];
  return sorted([...members].map((member) => member.name?.getText().replaceAll("'", '') ?? ''));
}

const readOnly = (of: Declaration): string[] =>
  names(of.members.filter((member) => member.kind === 'field' && member.readonly));
const methods = (of: Declaration): string[] =>
  names(of.members.filter((member) => member.kind === 'method' && !member.static));

t.test('attributes', async (t) => {
  t.strictSame(
    names(room.attributes),
    sorted(built.VideoRoom.observedAttributes.filter((name) => name !== 'state')),
  );
  t.strictSame(
    names(prompt.attributes),
    sorted([...built.RoomPrompt.observedAttributes, 'disabled']),
    'a form tells its controls of `disabled`',
  );
  t.strictSame(
    names(room.attributes),
    sorted(rowsOf(sectionOf(readme, 'Attributes')).flatMap((row) => row.names)),
  );
  const own = names(prompt.attributes).filter((name) => name !== 'lang');
  const said = codeOf(sectionOf(readme, '`<room-prompt>` alone'));
  t.strictSame(
    own.filter((name) => !said.includes(name)),
    [],
  );
});

t.test('properties', async (t) => {
  const fields = room.members.filter((member) => member.kind === 'field');
  const writable = fields.filter((member) => !member.readonly);
  t.strictSame(names(writable), sorted(room.attributes.map(({ fieldName = '' }) => fieldName)));
  const [, list = ''] = sectionOf(readme, 'Attributes').split('Read-only:');
  for (const name of readOnly(room)) t.ok(codeOf(list).includes(name), name);
});

t.test('states', async (t) => {
  const state = room.members.find(({ name }) => name === 'state')?.type?.text ?? '';
  const states = rowsOf(sectionOf(readme, 'States')).flatMap((row) => row.names);
  t.strictSame(
    states.map((name) => `'${name}'`),
    state.split(' | '),
  );
});

t.test('methods', async (t) => {
  const [list = ''] = sectionOf(readme, 'Methods').split('. Each returns');
  t.strictSame(sorted(codeOf(list).map((call) => call.replace(/\(.*/, ''))), methods(room));
});

t.test('events', async (t) => {
  t.strictSame(names(room.events), keysOf('elements/call/call-events.ts', 'CallEventMap'));
  t.strictSame(
    names(prompt.events),
    findAll('elements/room-prompt', /super\('([a-z-]+)', \{ bubbles/g),
  );
  const rows = rowsOf(sectionOf(readme, 'Events'));
  t.strictSame(names(room.events), sorted(rows.flatMap((row) => row.names)));
  for (const event of room.events) {
    const type = event.type?.text ?? '';
    const row = rows.find((each) => each.names.includes(event.name))?.row ?? '';
    const fields = [...type.matchAll(/(\w+): /g)].map(([, field = '']) => field);
    for (const field of fields) t.match(row, new RegExp(`\\b${field}\\b`), event.name);
    // The states have a table of their own.
    const values = type.replace(/(state|previous): [^;}]+/g, '').matchAll(/'([^']+)'/g);
    for (const [, value = ''] of values)
      t.ok(codeOf(row).includes(value), `${event.name} ${value}`);
  }
});

t.test('parts, slots and custom properties', async (t) => {
  const looks = codeOf(sectionOf(readme, 'Looks'));
  const part = /[^s]part="([^"$]+)"/g;
  t.strictSame(names(room.cssParts), findAll('elements/video-room', part));
  t.strictSame(names(prompt.cssParts), findAll('elements/room-prompt', part));
  t.strictSame(names(room.slots), findAll('elements/video-room', /<slot name="([^"]+)"/g));
  for (const name of [...names(room.cssParts), ...names(room.slots)])
    t.ok(looks.includes(name), name);

  const tokens = read('elements/theme/tokens.css');
  const used = [...tokens.matchAll(/: var\((--video-room-[a-z-]+), (.+)\);/g)];
  t.strictSame(
    Object.fromEntries((room.cssProperties ?? []).map((each) => [each.name, each.default])),
    Object.fromEntries(used.map(([, name, fallback]) => [name, fallback])),
  );
  const shown = [...sectionOf(readme, 'Looks').matchAll(/(--video-room-[a-z-]+):/g)];
  t.strictSame(names(room.cssProperties), sorted(shown.map(([, name = '']) => name)));
});

t.test('everything has a sentence and a type, and nothing is private', async (t) => {
  for (const { tagName, members, attributes, events, ...rest } of declarations) {
    const { cssParts, slots = [], cssProperties = [] } = rest;
    for (const each of [
      ...members,
      ...attributes,
      ...events,
      ...cssParts,
      ...slots,
      ...cssProperties,
    ]) {
      t.ok(each.description, `${tagName} ${each.name}`);
      t.notMatch(each, { privacy: /private|protected/ });
      t.notOk(each.name.startsWith('#'));
    }
    for (const each of [...attributes, ...events]) t.ok(each.type?.text, each.name);
    for (const each of members) t.ok((each.return?.type ?? each.type)?.text, each.name);
    for (const each of members) {
      for (const parameter of each.parameters ?? []) t.ok(parameter.type?.text, each.name);
    }
  }
});

t.test('editors are told the same', async (t) => {
  const { tags } = JSON.parse(read('dist/vscode.html-custom-data.json')) as {
    tags: { name: string; attributes: Documented[] }[];
  };
  const { contributions } = JSON.parse(read('dist/web-types.json')) as {
    contributions: { html: { elements: { name: string; attributes: Documented[] }[] } };
  };
  for (const elements of [tags, contributions.html.elements]) {
    for (const { tagName, attributes } of declarations) {
      const found = elements.find(({ name }) => name === tagName);
      t.strictSame(names(found?.attributes), names(attributes));
    }
  }
});
