import t from 'tap';
import { AddressLimits, HOSTS_PER_SITE } from '../../../server/signaling/address-limits.js';

const limitsOf = (sockets: number, joins: number) =>
  new AddressLimits({ maxSocketsPerAddress: sockets, maxJoinsPerMinutePerAddress: joins });

const a = { host: 'a', site: null };
const b = { host: 'b', site: null };

t.test('sockets are counted by address and given back', async (t) => {
  const limits = limitsOf(2, 1);
  limits.opened(a);
  t.equal(limits.hasRoom(a), true);
  limits.opened(a);
  t.equal(limits.hasRoom(a), false);
  t.equal(limits.hasRoom(b), true);
  limits.closed(a);
  t.equal(limits.hasRoom(a), true);
});

t.test('joins are counted by address and minute; a refused one does not count', async (t) => {
  const limits = limitsOf(1, 2);
  t.equal(limits.takeJoin(a, 0), true);
  t.equal(limits.takeJoin(a, 30_000), true);
  t.equal(limits.takeJoin(a, 59_999), false);
  t.equal(limits.takeJoin(b, 59_999), true);
  t.equal(limits.takeJoin(a, 60_000), true);
  t.equal(limits.takeJoin(a, 60_001), false);
});

t.test('quiet addresses are forgotten, and reconnecting resets no count', async (t) => {
  const limits = limitsOf(1, 1);
  limits.opened(a);
  limits.takeJoin(a, 0);
  limits.closed(a);
  limits.forgetQuiet(59_999);
  t.equal(limits.takeJoin(a, 59_999), false);
  limits.forgetQuiet(60_000);
  t.equal(limits.size, 0);
  limits.opened(a);
  limits.forgetQuiet(200_000);
  t.equal(limits.size, 1);
});

t.test('the hosts of a site share a looser limit', async (t) => {
  const limits = limitsOf(2, 2);
  const host = (index: number) => ({ host: `2001:db8:0:${index}::/64`, site: '2001:db8:0::/48' });
  const taken = Array.from({ length: 100 }, (_, index) => {
    const isFree = limits.hasRoom(host(index));
    if (isFree) limits.opened(host(index));
    return isFree;
  });
  t.equal(taken.filter(Boolean).length, 2 * HOSTS_PER_SITE);
  t.equal(limits.hasRoom({ host: '2001:db8:1:0::/64', site: '2001:db8:1::/48' }), true);
  const joins = Array.from({ length: 100 }, (_, index) => limits.takeJoin(host(index), 0));
  t.equal(joins.filter(Boolean).length, 2 * HOSTS_PER_SITE);
});
