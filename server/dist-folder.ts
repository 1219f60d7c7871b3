import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Finds `dist/` of this project, from the sources and from `build/`, which is one folder deeper.
 */
export function findDistFolder(): string {
  const tops = ['../', '../../'].map((up) => fileURLToPath(new URL(up, import.meta.url)));
  const top = tops.find((path) => existsSync(join(path, 'package.json'))) ?? tops[0];
  return join(top ?? '.', 'dist');
}
