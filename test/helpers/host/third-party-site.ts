/** Somebody else's site: pages at addresses of their own, each with the headers that it is to be tried with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** What is answered at one path; a page unless `type` says otherwise. */
export interface StrangerFile {
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves these files by path on an origin of the loopback until the test ends; the origin. */
export async function serveThirdParty(
  t: Test,
  files: Readonly<Record<string, StrangerFile>>,
): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = files[pathname];
    if (!file) return response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    const type = `${file.type ?? 'text/html'}; charset=utf-8`;
    return response.writeHead(200, { 'content-type': type, ...file.headers }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The first of the README's two lines, for this server. */
export const scriptFrom = (server: string): string =>
  `<script type="module" src="${server}/elements/video-room.js"></script>`;

/** A policy that lets in our server where it needs it, and what is listed; Firefox wants each page's icon. */
export function policyFor(
  server: string,
  own = '',
  more = '',
): { 'content-security-policy': string } {
  const socket = server.replace('http', 'ws');
  const policy = `default-src 'none'; script-src ${own} ${server}; connect-src ${own} ${server} ${socket}; img-src 'self'`;
  return { 'content-security-policy': `${policy}; ${more}` };
}
