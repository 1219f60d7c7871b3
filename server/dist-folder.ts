import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `dist/` of this project, from the sources as from `build/`, which lies one folder deeper. */
export function findDistFolder(): string {
  const tops = ['../', '../../'].map((up) => fileURLToPath(new URL(up, import.meta.url)));
  const top = tops.find((path) => existsSync(join(path, 'package.json'))) ?? tops[0];
  return join(top ?? '.', 'dist');
}
