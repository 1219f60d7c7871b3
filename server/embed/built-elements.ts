/** What the build says about the elements that it made, read once, at the start. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementReference } from '../../views/embed/element-reference.js';
import type { Release } from '../../views/embed/snippets.js';
import { findDistFolder } from '../dist-folder.js';
import { describeElements, type Manifest } from './element-reference.js';

/** What /embed tells about the elements; without a build there is nothing to tell. */
export interface BuiltElements {
  readonly release: Release | null;
  readonly reference: readonly ElementReference[];
}

/** Reads it from `dist`, the folder of the build. */
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
