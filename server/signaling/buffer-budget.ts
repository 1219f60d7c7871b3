/** Who has to go when all sockets, or those of one address, buffer too much: whoever buffers most. */

import { type AddressKeys, limitedKeys } from '../limits/address-key.js';
import type { Budget } from '../limits/budget.js';

/** One socket that buffers something. */
export interface BufferUsage {
  readonly keys: AddressKeys;
  readonly bytes: number;
}

/** Those to be dropped so that the rest is within the budget, the worst first. */
export function findSocketsOverBudget<T extends BufferUsage>(
  sockets: readonly T[],
  budget: Pick<Budget, 'maxBufferedBytes' | 'maxBufferedBytesPerAddress'>,
): T[] {
  const bytesByKey = new Map<string, number>();
  const limitsFor = ({ keys }: BufferUsage) => [
    { key: '', max: budget.maxBufferedBytes },
    ...limitedKeys(keys).map(({ key, hosts }) => ({
      key,
      max: hosts * budget.maxBufferedBytesPerAddress,
    })),
  ];
  const add = (each: BufferUsage, bytes: number) => {
    for (const { key } of limitsFor(each)) bytesByKey.set(key, (bytesByKey.get(key) ?? 0) + bytes);
  };
  for (const each of sockets) add(each, each.bytes);
  const isOver = (each: BufferUsage) =>
    limitsFor(each).some(({ key, max }) => (bytesByKey.get(key) ?? 0) > max);
  // An address with many small buffers is worse than an honest slow reader with one.
  const bytesByHost = new Map(
    sockets.map(({ keys: { host } }) => [host, bytesByKey.get(host) ?? 0]),
  );
  const largestFirst = [...sockets].sort(
    (a, b) =>
      (bytesByHost.get(b.keys.host) ?? 0) - (bytesByHost.get(a.keys.host) ?? 0) ||
      b.bytes - a.bytes,
  );
  return largestFirst.filter((each) => {
    if (!isOver(each)) return false;
    add(each, -each.bytes);
    return true;
  });
}
