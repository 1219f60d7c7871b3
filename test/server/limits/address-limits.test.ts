import t from 'tap';
import { HOSTS_PER_SITE } from '../../../server/limits/address-key.js';
import { AddressLimits } from '../../../server/limits/address-limits.js';

const limitsOf = (
  sockets: number,
  joins: number,
  upgrades = 1000,
  messages = 1000,
  requests = 1000,
) =>
  new AddressLimits({
    maxSocketsPerAddress: sockets,
    maxJoinsPerMinutePerAddress: joins,
    maxRequestsPerMinutePerAddress: requests,
    maxUpgradesPerMinutePerAddress: upgrades,
    maxMessagesPerMinutePerAddress: messages,
  });

const notAbusive = { isAbusive: false };

const a = { host: 'a', site: null };
const b = { host: 'b', site: null };

t.test('open sockets are counted per address, and closing one frees its place', async (t) => {
  const limits = limitsOf(2, 1);
  limits.addSocket(a, 0);
  t.equal(limits.countUpgradeAttempt(a, 0), true);
  limits.addSocket(a, 0);
  t.equal(limits.countUpgradeAttempt(a, 0), false);
  t.equal(limits.countUpgradeAttempt(b, 0), true);
  limits.removeSocket(a, 0, notAbusive);
  t.equal(limits.countUpgradeAttempt(a, 0), true);
});

t.test('upgrade attempts are counted, including refused ones, and refill with time', async (t) => {
  const limits = limitsOf(1, 1, 60);
  limits.addSocket(a, 0);
  for (let n = 0; n < 60; n += 1) limits.countUpgradeAttempt(a, 0);
  limits.removeSocket(a, 0, notAbusive);
  t.equal(limits.countUpgradeAttempt(a, 0), false);
  t.equal(limits.countUpgradeAttempt(a, 999), false);
  t.equal(limits.countUpgradeAttempt(a, 1000), true);
  t.equal(limits.countUpgradeAttempt(a, 1000), false);
});

t.test('a socket closed for abuse costs a hundred upgrade attempts', async (t) => {
  const limits = limitsOf(1, 1, 250);
  for (const isAbusive of [true, true]) {
    t.equal(limits.countUpgradeAttempt(a, 0), true);
    limits.addSocket(a, 0);
    limits.removeSocket(a, 0, { isAbusive });
  }
  const left = Array.from({ length: 100 }, () => limits.countUpgradeAttempt(a, 0)).filter(
    Boolean,
  ).length;
  t.equal(left, 48);
});

t.test('messages are counted per address', async (t) => {
  const limits = limitsOf(1, 1, 1, 120);
  const taken = Array.from({ length: 200 }, () => limits.countMessage(a, 0));
  t.equal(taken.filter(Boolean).length, 120);
  t.equal(limits.countMessage(b, 0), true);
  t.equal(limits.countMessage(a, 500), true, 'two a second come back');
});

t.test('joins are counted per address and minute, without the refused ones', async (t) => {
  const limits = limitsOf(1, 2);
  t.equal(limits.countJoin(a, 0), true);
  t.equal(limits.countJoin(a, 30_000), true);
  t.equal(limits.countJoin(a, 59_999), false);
  t.equal(limits.countJoin(b, 59_999), true);
  t.equal(limits.countJoin(a, 60_000), true);
  t.equal(limits.countJoin(a, 60_001), false);
});

t.test('idle addresses are deleted, and reconnecting resets no count', async (t) => {
  const limits = limitsOf(1, 1);
  limits.addSocket(a, 0);
  limits.countJoin(a, 0);
  limits.removeSocket(a, 0, notAbusive);
  limits.deleteIdleAddresses(59_999);
  t.equal(limits.countJoin(a, 59_999), false);
  limits.deleteIdleAddresses(60_000);
  t.equal(limits.size, 0);
  limits.addSocket(a, 200_000);
  limits.deleteIdleAddresses(200_000);
  t.equal(limits.size, 1);
});

t.test('the hosts of a site share a larger limit', async (t) => {
  const limits = limitsOf(2, 2);
  const host = (index: number) => ({ host: `2001:db8:0:${index}::/64`, site: '2001:db8:0::/48' });
  const taken = Array.from({ length: 100 }, (_, index) => {
    const isFree = limits.countUpgradeAttempt(host(index), 0);
    if (isFree) limits.addSocket(host(index), 0);
    return isFree;
  });
  t.equal(taken.filter(Boolean).length, 2 * HOSTS_PER_SITE);
  t.equal(
    limits.countUpgradeAttempt({ host: '2001:db8:1:0::/64', site: '2001:db8:1::/48' }, 0),
    true,
  );
  const joins = Array.from({ length: 100 }, (_, index) => limits.countJoin(host(index), 0));
  t.equal(joins.filter(Boolean).length, 2 * HOSTS_PER_SITE);
});

t.test('changing hosts within a site does not fill the memory', async (t) => {
  const limits = limitsOf(10, 10, 10);
  for (let index = 0; index < 10_000; index += 1) {
    limits.countUpgradeAttempt({ host: `2001:db8:0:${index}::/64`, site: '2001:db8:0::/48' }, 0);
  }
  t.equal(limits.size, 1 + 10 * HOSTS_PER_SITE);
});

t.test('requests are counted per address', async (t) => {
  const limits = limitsOf(1, 1, 1, 1, 60);
  const taken = Array.from({ length: 100 }, () => limits.countRequest(a, 0));
  t.equal(taken.filter(Boolean).length, 60);
  t.equal(limits.countRequest(b, 0), true);
});

t.test('a host at its limit does not use up the limit of its site', async (t) => {
  const limits = limitsOf(100, 100, 10);
  const host = (n: number) => ({ host: `2001:db8:0:${n}::/64`, site: '2001:db8:0::/48' });
  for (let n = 0; n < 1_000; n += 1) limits.countUpgradeAttempt(host(1), 0);
  t.equal(limits.countUpgradeAttempt(host(2), 0), true);
});

t.test('owners may return ten times as often as others may join', async (t) => {
  const limits = limitsOf(1, 6);
  for (let n = 0; n < 10; n += 1) limits.countJoin(a, 0);
  const back = Array.from({ length: 100 }, () => limits.countReturn(a, 0));
  t.equal(back.filter(Boolean).length, 60);
});
