import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Brings `build/server/` up to date with the sources; quick when it is. */
export async function buildServer(): Promise<void> {
  await promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'server']);
}
