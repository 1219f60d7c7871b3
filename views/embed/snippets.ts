/** What a visitor pastes into a page of theirs: text that is html, to be escaped once more where it is shown. */
import type { Attribute } from '../fragments/attributes.js';
import { attributesOf, type EmbedOptions, framePath, lookOf } from './embed-options.js';

/** One version of the elements, as the build names it. */
export interface Release {
  /** The folder below /elements/. */
  readonly release: string;
  /** SRI hashes by file name. */
  readonly integrity: Readonly<Record<string, string>>;
}

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
function tag(name: string, list: readonly Attribute[]): string {
  const written = list.map(([key, value]) =>
    value === null ? ` ${key}` : ` ${key}="${value.replace(/[&"<>]/g, (c) => ENTITIES[c] ?? c)}"`,
  );
  return `<${name}${written.join('')}></${name}>`;
}

/** The script and the element; with a `release` and `pinned`, that version of the script and its hash. */
export function elementSnippet(
  origin: string,
  options: EmbedOptions,
  release: Release | null,
): string {
  const look = lookOf(options).map((declaration) => `    ${declaration};\n`);
  const style = `<style>\n  video-room {\n${look.join('')}  }\n</style>\n`;
  return [
    `${tag('script', scriptAttributes(origin, options.pinned ? release : null))}\n`,
    look.length > 0 ? style : '',
    tag('video-room', attributesOf(options)),
  ].join('');
}

function scriptAttributes(origin: string, release: Release | null): Attribute[] {
  const integrity = release?.integrity['video-room.js'];
  if (!release || !integrity) {
    return [
      ['type', 'module'],
      ['src', `${origin}/elements/video-room.js`],
    ];
  }
  return [
    ['type', 'module'],
    ['src', `${origin}/elements/${release.release}/video-room.js`],
    ['integrity', integrity],
    ['crossorigin', null],
  ];
}

/** The frame, for pages that cannot run a script of ours; `title` says what is in it. */
export function frameSnippet(origin: string, options: EmbedOptions, title: string): string {
  return tag('iframe', [
    ['src', origin + framePath(options, EXAMPLE_ROOM)],
    ['title', title],
    ['allow', FRAME_ALLOW],
    ['width', '100%'],
    ['height', '640'],
  ]);
}
