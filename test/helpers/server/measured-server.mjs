/**
 * A server in a process of its own that says what it uses: `node --expose-gc measured-server.mjs ours` is
 * the built server with the configuration of its environment, `bare` a relay that does the same for
 * well-behaved clients with nothing but `ws`: two seats a room, messages passed on, no limits, no tokens,
 * no recovery.
 */
import { createHook } from 'node:async_hooks';
import { readdirSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const which = process.argv[2];

/** Ids of timers that wait, those too that do not keep the process alive; counting them has a price. */
const timers = new Set();
if (process.env.COUNT_TIMERS) {
  createHook({
    init: (id, type) => {
      if (type === 'Timeout') timers.add(id);
    },
    destroy: (id) => timers.delete(id),
  }).enable();
}

const port = which === 'ours' ? await startOurs() : await startBare();

process.on('message', (what) => {
  if (what === 'usage') globalThis.gc();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (kind) => resources.filter((name) => name === kind).length;
  process.send({
    cpuUs: user + system,
    heapBytes: heapUsed + external,
    rssBytes: rss,
    descriptors: readdirSync('/proc/self/fd').length,
    connections: count('TCPSocketWrap') + count('TLSWrap'),
    timers: timers.size,
  });
});
process.on('disconnect', () => process.exit());
process.send({ port });

async function startOurs() {
  const { buildApp } = await import('../../../build/server/app.js');
  const { parseConfig } = await import('../../../build/server/config.js');
  const app = await buildApp(parseConfig(process.env));
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app.server.address().port;
}

async function startBare() {
  const rooms = new Map();
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: false,
    maxPayload: 32 * 1024,
    handleProtocols: () => 'video-room.v1',
  });
  server.on('connection', (socket) => {
    let room;
    let name;
    const leave = () => {
      room?.delete(socket);
      if (room?.size === 0) rooms.delete(name);
      room = undefined;
    };
    socket.on('close', leave);
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if (message.type === 'join') {
        name = message.room;
        room = rooms.get(name) ?? new Set();
        if (room.size === 2) return socket.send(JSON.stringify({ type: 'full', room: name }));
        rooms.set(name, room.add(socket));
        for (const each of room) {
          const peer = { type: 'peer', status: 'present' };
          if (each !== socket) each.send(JSON.stringify(peer));
        }
        socket.send(JSON.stringify({ type: 'joined', room: name }));
      } else if (message.type === 'leave') leave();
      else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      else if (message.type === 'signal') {
        const { signal } = message;
        const passed = JSON.stringify({ type: 'signal', signal });
        for (const each of room ?? []) if (each !== socket) each.send(passed);
      }
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return server.address().port;
}
