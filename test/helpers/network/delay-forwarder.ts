/**
 * A program: takes every packet that is routed into a TUN device, and gives it back to the kernel a
 * while later. Makes a slow link in kernels without netem. Arguments: the delay in ms, and the
 * descriptor of the device.
 */
import { read, writeSync } from 'node:fs';

const [delayMs, descriptor] = process.argv.slice(1).map(Number);
const MAX_PACKET_BYTES = 2048;

function next(delay: number, device: number): void {
  const packet = Buffer.alloc(MAX_PACKET_BYTES);
  read(device, packet, 0, MAX_PACKET_BYTES, null, (error, length) => {
    if (error) throw error;
    setTimeout(() => writeSync(device, packet, 0, length), delay);
    next(delay, device);
  });
}

if (delayMs === undefined || descriptor === undefined) throw new TypeError('two numbers, please');
next(delayMs, descriptor);
process.stdout.write('ready\n');
