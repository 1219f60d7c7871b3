/**
 * Why a socket cannot be opened though the server is well: it lets this page not in, or this page lets
 * nothing out.
 */

/** What only the owner of the server or of the page can fix; `message` is for developers. */
export interface Refusal {
  readonly code: 'origin-refused' | 'unreachable';
  /** Whose policy it is. */
  readonly by: 'server' | 'page';
  /** What the owner has to add, as it is written there. */
  readonly remedy: string;
  readonly message: string;
}

/** A server that says nothing for so long is out of reach. */
const ANSWER_TIMEOUT_MS = 4_000;

/** Looks for one. `isForbidden`: whether the Content-Security-Policy of this page has stopped the socket. */
export async function findRefusal(
  server: string,
  isForbidden: () => boolean,
  ask: typeof fetch = fetch,
): Promise<Refusal | null> {
  const isRefused = !isForbidden() && (await refusesThisPage(server, ask));
  if (isRefused) {
    // A page without an origin, such as a file, is let in with all the others or not at all.
    const remedy = globalThis.origin === 'null' ? '*' : globalThis.origin;
    const message = `The call server refuses this page. Add to its EMBED_ORIGINS: ${remedy}`;
    return { code: 'origin-refused', by: 'server', remedy, message };
  }
  if (!isForbidden()) return null;
  const { origin } = new URL(server);
  const remedy = `connect-src ${origin} ${origin.replace('http', 'ws')}`;
  const message = `The Content-Security-Policy of this page forbids the call server. Add: ${remedy}`;
  return { code: 'unreachable', by: 'page', remedy, message };
}

/** A refused upgrade looks like a dead server to a page; `/healthz` tells the two apart. */
async function refusesThisPage(server: string, ask: typeof fetch): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const response = await ask(new URL('/healthz', server), { cache: 'no-store', signal });
    const health: { readonly origin?: string } = await response.json();
    return health.origin === 'refused';
  } catch {
    // No answer, or none in time, is what `unreachable` says.
    return false;
  }
}
