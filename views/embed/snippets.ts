/**
 * The code that visitors paste into their pages. It is html text, so it is escaped again where it
 * is shown.
 */
import type { Attribute } from '../fragments/attributes.js';
import { attributesOf, type EmbedOptions, framePath, styleDeclarations } from './embed-options.js';

/** One build of the elements: self-contained files with a version. */
export interface Release {
  /** The folder below /elements/. */
  readonly release: string;
  /** SRI hashes by file name. */
  readonly integrity: Readonly<Record<ElementFile, string>>;
}

/** The file of an element. */
type ElementFile = 'video-room.js' | 'room-prompt.js';

/** The value of `allow` for a frame with a call. */
export const FRAME_ALLOW = [
  ...['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen', 'picture-in-picture'],
  ...['screen-wake-lock', 'speaker-selection'],
].join('; ');

/** The room in examples. */
const EXAMPLE_ROOM = 'my-room';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '"': '&quot;',
  '<': '&lt;',
  '>': '&gt;',
};

/** Escapes with named entities, because people read this code. */
function writeTag(name: string, list: readonly Attribute[], content = ''): string {
  const written = list.map(([key, value]) =>
    value === null ? ` ${key}` : ` ${key}="${value.replace(/[&"<>]/g, (c) => ENTITIES[c] ?? c)}"`,
  );
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/**
 * Returns the script and the element. With a `release` and `isPinned`, the script has a version and
 * a hash.
 */
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

/** Returns the prompt in a form that opens the room, pinned like the call. */
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

/** Browsers check the integrity of a cross-origin file only with CORS. */
const integrityAttributes = (integrity: string): Attribute[] => [
  ['integrity', integrity],
  ['crossorigin', null],
];

/**
 * Returns the frame, for pages that cannot run a script of this server. `title` describes its
 * content.
 */
export function frameSnippet(origin: string, options: EmbedOptions, title: string): string {
  return writeTag('iframe', [
    ['src', origin + framePath(options, EXAMPLE_ROOM)],
    ['title', title],
    ['allow', FRAME_ALLOW],
    ['width', '100%'],
    ['height', '640'],
  ]);
}
