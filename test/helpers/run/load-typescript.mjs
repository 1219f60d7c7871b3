/**
 * Lets Node run TypeScript, for `node --import=./test/helpers/run/load-typescript.mjs`. It only leaves the
 * types out, and so a file is loaded in a fifth of the time that tap's own loader takes.
 */
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformTypeScript } from './transform-typescript.mjs';

// Node runs the hooks below on a thread of their own, which imports this file once more.
if (isMainThread) {
  register(import.meta.url);
  startChildrenBare();
}

/**
 * Tap has every process that a test starts load its recorder of coverage first (by `process-on-spawn`),
 * which takes longer than our server does. What they cover is not recorded.
 */
function startChildrenBare() {
  const spawning = globalThis[Symbol.for('process-on-spawn@*:singletonId')];
  if (spawning) spawning.listeners.length = 0;
}

/** Where a file that runs together with others finds the subtest that stands for it. */
const TOGETHER = new URL('run-together.ts', import.meta.url).href;

const isTypeScript = (url) => url?.startsWith('file:') && new URL(url).pathname.endsWith('.ts');

/** A sibling is named as what it becomes: `.js`. */
export function resolve(specifier, context, nextResolve) {
  const { parentURL } = context;
  if (!isTypeScript(parentURL)) return nextResolve(specifier, context);
  const together = new URL(parentURL).searchParams.get('together');
  if (together && specifier === 'tap') {
    return { url: `together:${encodeURIComponent(together)}`, shortCircuit: true };
  }
  const isOurs = /^\.{1,2}\//.test(specifier);
  return nextResolve(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

/** As a module, with the lines of the original for stack traces. */
export async function load(url, context, nextLoad) {
  if (url.startsWith('together:')) {
    const file = JSON.stringify(decodeURIComponent(url.slice('together:'.length)));
    const source = `import { testOf } from ${JSON.stringify(TOGETHER)}; export default testOf(${file});`;
    return { format: 'module', source, shortCircuit: true };
  }
  if (!isTypeScript(url)) return nextLoad(url, context);
  const source = await transformTypeScript(fileURLToPath(url));
  return { format: 'module', source, shortCircuit: true };
}
