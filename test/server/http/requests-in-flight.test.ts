import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { RequestsInFlight } from '../../../server/http/requests-in-flight.js';
import { until } from '../../helpers/assertions/until.js';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** Starts a server that passes its requests to `listener` one at a time, and opens a connection to it. */
async function serve(
  t: Test,
  listener: RequestListener,
): Promise<{ requests: RequestsInFlight; client: Socket; text: () => string }> {
  const requests = new RequestsInFlight();
  const server = createServer((request, response) =>
    requests.handleRequest(request, response, listener),
  );
  server.on('upgrade', (_request, socket) => requests.destroyIfAnswering(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  client.on('data', (data) => {
    text += data;
  });
  client.on('error', () => client.destroy());
  t.teardown(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { requests, client, text: () => text };
}

t.test('pipelined requests are answered in order, one at a time', async (t) => {
  let atOnce = 0;
  let most = 0;
  const { client, text } = await serve(t, (request, response) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    setTimeout(() => {
      atOnce -= 1;
      response.end(`answer ${request.url};`);
    }, 5);
  });
  client.write(['/a', '/b', '/c', '/d'].map(get).join(''));
  await until('all are answered', () => text().includes('answer /d;'));
  t.same(text().match(/answer .;|answer \/.;/g), [
    'answer /a;',
    'answer /b;',
    'answer /c;',
    'answer /d;',
  ]);
  t.equal(most, 1);
});

t.test('too many pipelined requests close the connection before they start', async (t) => {
  const begun: (string | undefined)[] = [];
  const { client } = await serve(t, (request) => {
    begun.push(request.url);
  });
  client.write(Array.from({ length: 30 }, (_, n) => get(`/${n}`)).join(''));
  await once(client, 'close');
  t.same(begun, ['/0']);
});

t.test(
  'a response that the client does not read is destroyed, whatever the client sends',
  async (t) => {
    const chunk = Buffer.alloc(1 << 20);
    let isClosed = false;
    let isBegun = false;
    const { requests, client } = await serve(t, (_request, response) => {
      isBegun = true;
      response.on('close', () => {
        isClosed = true;
      });
      for (let n = 0; n < 32; n += 1) response.write(chunk);
    });
    client.pause();
    client.write(get('/'));
    await until('the answer is begun', () => isBegun);
    const begunAt = performance.now();
    // By now the buffers of the kernel are full.
    await new Promise((resolve) => setTimeout(resolve, 300));
    requests.destroyOverdueConnections(begunAt + 1_000);
    client.write(get('/more'));
    requests.destroyOverdueConnections(begunAt + 20_000);
    t.equal(isClosed, false);
    requests.destroyOverdueConnections(begunAt + 22_000);
    await until('it is ended', () => isClosed);
  },
);

t.test('a response that takes two minutes is destroyed, even if it is read', async (t) => {
  let isClosed = false;
  let isBegun = false;
  const { requests, client } = await serve(t, (_request, response) => {
    isBegun = true;
    response.on('close', () => {
      isClosed = true;
    });
    response.write('slowly');
  });
  client.write(get('/'));
  await until('it is begun', () => isBegun);
  requests.destroyOverdueConnections(performance.now() + 119_000);
  t.equal(isClosed, false);
  requests.destroyOverdueConnections(performance.now() + 121_000);
  await until('it is ended', () => isClosed);
});

t.test('a request whose upgrade is ignored has the deadlines of the others', async (t) => {
  let isClosed = false;
  let isStarted = false;
  const requests = new RequestsInFlight();
  const server = createServer().on('upgrade', (request) =>
    requests.handleIgnoredUpgrade(request, (_request, response) => {
      isStarted = true;
      response.on('close', () => {
        isClosed = true;
      });
      for (let n = 0; n < 32; n += 1) response.write(Buffer.alloc(1 << 20));
    }),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => client.destroy());
  t.teardown(() => {
    client.destroy();
    server.close();
  });
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
  await until('the response starts', () => isStarted);
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 300));
  requests.destroyOverdueConnections(startedAt + 1_000);
  requests.destroyOverdueConnections(startedAt + 20_000);
  t.equal(isClosed, false);
  requests.destroyOverdueConnections(startedAt + 22_000);
  await until('the connection is destroyed', () => isClosed);
});

t.test('an upgrade during a response destroys the connection', async (t) => {
  let isClosed = false;
  const { client } = await serve(t, (_request, response) => {
    response.on('close', () => {
      isClosed = true;
    });
  });
  client.write(
    `${get('/')}GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  await once(client, 'close');
  await until('the answer is let go', () => isClosed);
  t.equal(client.destroyed, true);
});
