import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** No inline style, no eval, no blob: what a careful host page allows. */
export const STRICT_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

/**
 * A made-up site with this page at every address and the built elements under /elements/; its origin.
 * `more`: headers of the page besides its policy.
 */
export async function serveHostPage(
  t: Test,
  body: string,
  csp = STRICT_CSP,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>A page</title>
    <meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>${body}
    </main></body></html>`;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.startsWith('/elements/')) {
      const headers = { 'content-type': 'text/html', 'content-security-policy': csp, ...more };
      return response.writeHead(200, headers).end(page);
    }
    const script = await readFile(`dist${pathname}`).catch(() => null);
    return script
      ? response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
      : response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
