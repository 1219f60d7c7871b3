import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';

t.test('an upgrade to another protocol is an ordinary request', async (t) => {
  const app = await buildApp(t);
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const ask = (path: string, upgrade: string) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`,
    );
    return text(socket);
  };
  const signal = await ask('/signal', 'h2c');
  t.match(signal, /^HTTP\/1\.1 426 /);
  t.match(signal, /connection: close/i);
  const page = await ask('/', 'h2c');
  t.match(page, /^HTTP\/1\.1 200 /);
  t.match(page, /<\/html>\s*$/, 'the whole page');
  t.match(await ask('/nowhere', 'TLS/1.0'), /^HTTP\/1\.1 404 /);
});
