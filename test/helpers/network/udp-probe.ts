/**
 * A program, in two roles. `echo ADDRESS`: sends every packet back. `probe ADDRESS COUNT SIZE GAP_MS`:
 * sends that many packets and prints, as JSON, how many came back, their shortest round trip in ms (the
 * others tell of a busy machine, too), and how long the answers took from the first to the last.
 */
import { createSocket } from 'node:dgram';

const PORT = 7;
/** Longer than any delay or queue that the lab makes. */
const LATE_MS = 800;

const [role = '', address = '', count = '0', size = '0', gapMs = '0'] = process.argv.slice(1);
const socket = createSocket('udp4');

if (role === 'echo') {
  socket.on('message', (packet, { port, address: from }) => socket.send(packet, port, from));
  socket.bind(PORT, address, () => process.stdout.write('ready\n'));
} else {
  const roundTrips: number[] = [];
  const arrivals: number[] = [];
  socket.on('message', (packet) => {
    const now = performance.now();
    roundTrips.push(now - packet.readDoubleBE(0));
    arrivals.push(now);
  });
  let sent = 0;
  const timer = setInterval(() => {
    const packet = Buffer.alloc(Number(size));
    packet.writeDoubleBE(performance.now());
    // A route that is gone says so; what is not sent is lost.
    socket.send(packet, PORT, address, () => undefined);
    sent += 1;
    if (sent === Number(count)) {
      clearInterval(timer);
      setTimeout(report, LATE_MS);
    }
  }, Number(gapMs));
  const report = () => {
    const roundTripMs = roundTrips.length > 0 ? Math.min(...roundTrips) : null;
    const spanMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
    process.stdout.write(JSON.stringify({ sent, received: arrivals.length, roundTripMs, spanMs }));
    socket.close();
  };
}
