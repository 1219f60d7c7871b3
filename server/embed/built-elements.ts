/** Reads what the build wrote about the elements, once, at the start. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementReference } from '../../views/embed/element-reference.js';
import type { Release } from '../../views/embed/snippets.js';
import { findDistFolder } from '../dist-folder.js';
import { describeElements, type Manifest } from './element-reference.js';

/** The data about the elements that /embed shows. It is empty without a build. */
export interface BuiltElements {
  readonly release: Release | null;
  readonly reference: readonly ElementReference[];
}

/** Reads the data from `dist`, the folder of the build. */
export function readBuiltElements(dist: string = findDistFolder()): BuiltElements {
  const manifest = readJson(join(dist, 'custom-elements.json')) as Manifest | null;
  return {
    release: readJson(join(dist, 'release.json')) as Release | null,
    reference: describeElements(manifest, ['video-room', 'room-prompt']),
  };
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
