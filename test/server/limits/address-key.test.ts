import fc from 'fast-check';
import t from 'tap';
import { addressKeys } from '../../../server/limits/address-key.js';
import { assertProperty } from '../../helpers/assertions/assert-property.js';

t.test('an IPv4 address is its own key, also when mapped to IPv6', async (t) => {
  for (const ip of [
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '::ffff:c000:207',
    '0:0:0:0:0:ffff:192.0.2.7',
  ]) {
    t.strictSame(addressKeys(ip), { host: '192.0.2.7', site: null }, ip);
  }
});

t.test('an IPv6 address has its /64 and its /48 as keys', async (t) => {
  const keys = { host: '2001:db8:1:2::/64', site: '2001:db8:1::/48' };
  for (const ip of ['2001:db8:1:2::', '2001:DB8:1:2:ffff::9', '2001:0db8:0001:0002:1:2:3:4']) {
    t.strictSame(addressKeys(ip), keys, ip);
  }
  t.strictSame(addressKeys('fe80::1%eth0'), { host: 'fe80:0:0:0::/64', site: 'fe80:0:0::/48' });
  t.strictSame(addressKeys('::1'), { host: '0:0:0:0::/64', site: '0:0:0::/48' });
  t.not(addressKeys('2001:db8:1:3::').host, keys.host);
  t.equal(addressKeys('2001:db8:1:3::').site, keys.site);
});

t.test('invalid addresses share one key', async (t) => {
  for (const ip of ['', 'localhost', '1.2.3', '1.2.3.4.5', 'unknown', '::g', '_hidden']) {
    t.strictSame(addressKeys(ip), { host: 'unknown', site: null }, ip);
  }
});

t.test('the key depends on the first 64 bits only', async (t) => {
  const groups = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
  const spell = (all: readonly number[]) => all.map((group) => group.toString(16)).join(':');
  fc.assert(fc.property(fc.ipV6(), (ip) => addressKeys(ip).host !== 'unknown'));
  await assertProperty(
    t,
    'for any address',
    fc.property(groups, groups, (one, other) => {
      fc.pre(one[0] !== 0);
      const same = addressKeys(spell([...one.slice(0, 4), ...other.slice(4)]));
      const changed = addressKeys(spell([...one.slice(0, 3), (one[3] ?? 0) ^ 1, ...one.slice(4)]));
      const keys = addressKeys(spell(one));
      return same.host === keys.host && changed.host !== keys.host && changed.site === keys.site;
    }),
  );
});

t.test('a port that a proxy adds to an address is ignored', async (t) => {
  t.same(addressKeys('203.0.113.7:5107'), addressKeys('203.0.113.7'));
  t.same(addressKeys('[2001:db8::7]:5107'), addressKeys('2001:db8::7'));
  t.same(addressKeys('[2001:db8::7]'), addressKeys('2001:db8::7'));
  t.equal(addressKeys('203.0.113:5107').host, 'unknown');
});
