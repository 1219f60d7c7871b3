/**
 * Chooses the sockets to drop if all sockets, or those of one address, buffer too much: the largest
 * first.
 */

import { type AddressKeys, limitedKeys } from '../limits/address-key.js';
import type { Budget } from '../limits/budget.js';

/** A socket with buffered bytes. */
export interface BufferUsage {
  readonly keys: AddressKeys;
  readonly bytes: number;
}

/** Returns the sockets to drop, the largest first, so that the rest is within the budget. */
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
  // Sort by address first: an address with many small buffers is more suspicious than one slow
  // reader.
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
