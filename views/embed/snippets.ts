/** What a visitor pastes into a page of theirs: text that is html, to be escaped once more where it is shown. */
import type { Attribute } from '../fragments/attributes.js';
import { attributesOf, type EmbedOptions, framePath, styleDeclarations } from './embed-options.js';

/** One version of the elements, as the build names it: a file each, that loads no other. */
export interface Release {
  /** The folder below /elements/. */
  readonly release: string;
  /** SRI hashes by file name. */
  readonly integrity: Readonly<Record<ElementFile, string>>;
}

/** The file of an element. */
type ElementFile = 'video-room.js' | 'room-prompt.js';

/** All that a call in a frame may use, for `allow`. */
export const FRAME_ALLOW = [
  ...['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen', 'picture-in-picture'],
  ...['screen-wake-lock', 'speaker-selection'],
].join('; ');

/** A room for examples. */
const EXAMPLE_ROOM = 'my-room';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
};

/** The names that people know: these are read by people. */
function writeTag(name: string, list: readonly Attribute[], content = ''): string {
  const written = list.map(([key, value]) =>
    value === null ? ` ${key}` : ` ${key}="${value.replace(/[&"<>]/g, (c) => ENTITIES[c] ?? c)}"`,
  );
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** The script and the element; with a `release` and `pinned`, that version of the script and its hash. */
export function elementSnippet(
  origin: string,
  options: EmbedOptions,
  release: Release | null,
): string {
  const declarations = styleDeclarations(options).map((declaration) => `    ${declaration};\n`);
  const style = `<style>\n  video-room {\n${declarations.join('')}  }\n</style>\n`;
  return [
    `${writeScriptTag(origin, 'video-room.js', options.isPinned ? release : null)}\n`,
    declarations.length > 0 ? style : '',
    writeTag('video-room', attributesOf(options)),
  ].join('');
}

/** The prompt without a call, in a form that leads to the room; pinned as the call is. */
export function promptSnippet(
  origin: string,
  { isPinned }: Pick<EmbedOptions, 'isPinned'>,
  release: Release | null,
): string {
  const form: Attribute[] = [
    ['action', `${origin}/rooms`],
    ['accept-charset', 'utf-8'],
  ];
  const prompt = writeTag('room-prompt', [['name', 'room']]);
  return [
    writeScriptTag(origin, 'room-prompt.js', isPinned ? release : null),
    writeTag('form', form, `\n  ${prompt}\n`),
  ].join('\n');
}

function writeScriptTag(origin: string, file: ElementFile, release: Release | null): string {
  const folder = release ? `${release.release}/` : '';
  return writeTag('script', [
    ['type', 'module'],
    ['src', `${origin}/elements/${folder}${file}`],
    ...(release ? integrityAttributes(release.integrity[file]) : []),
  ]);
}

/** A browser compares a file of another origin only when it comes with CORS. */
const integrityAttributes = (integrity: string): Attribute[] => [
  ['integrity', integrity],
  ['crossorigin', null],
];

/** The frame, for pages that cannot run a script of ours; `title` says what is in it. */
export function frameSnippet(origin: string, options: EmbedOptions, title: string): string {
  return writeTag('iframe', [
    ['src', origin + framePath(options, EXAMPLE_ROOM)],
    ['title', title],
    ['allow', FRAME_ALLOW],
    ['width', '100%'],
    ['height', '640'],
  ]);
}
