/** Who has to go when all sockets, or those of one address, buffer too much: whoever buffers most. */

import { type AddressKeys, limitedKeys } from '../limits/address-key.js';
import type { Budget } from '../limits/budget.js';

/** One socket that buffers something. */
export interface Buffering {
  readonly keys: AddressKeys;
  readonly bytes: number;
}

/** Those to be dropped so that the rest is within the budget, the worst first. */
export function overBudget<T extends Buffering>(
  all: readonly T[],
  budget: Pick<Budget, 'maxBufferedBytes' | 'maxBufferedBytesPerAddress'>,
): T[] {
  const sums = new Map<string, number>();
  const shares = ({ keys }: Buffering) => [
    { key: '', max: budget.maxBufferedBytes },
    ...limitedKeys(keys).map(({ key, hosts }) => ({
      key,
      max: hosts * budget.maxBufferedBytesPerAddress,
    })),
  ];
  const add = (each: Buffering, bytes: number) => {
    for (const { key } of shares(each)) sums.set(key, (sums.get(key) ?? 0) + bytes);
  };
  for (const each of all) add(each, each.bytes);
  const isOver = (each: Buffering) =>
    shares(each).some(({ key, max }) => (sums.get(key) ?? 0) > max);
  // An address with many small buffers is worse than an honest slow reader with one.
  const ofHost = new Map(all.map(({ keys: { host } }) => [host, sums.get(host) ?? 0]));
  const worstFirst = [...all].sort(
    (a, b) => (ofHost.get(b.keys.host) ?? 0) - (ofHost.get(a.keys.host) ?? 0) || b.bytes - a.bytes,
  );
  return worstFirst.filter((each) => {
    if (!isOver(each)) return false;
    add(each, -each.bytes);
    return true;
  });
}
