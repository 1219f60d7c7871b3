import t from 'tap';
import { parseConfig } from '../../../server/config.js';
import { AddressLimits } from '../../../server/limits/address-limits.js';
import { findUpgradeRefusal, type ServerLoad } from '../../../server/signaling/upgrade-policy.js';

const keys = { host: '192.0.2.7', site: null };
const headers = { 'sec-websocket-protocol': 'video-room.v1' };
const idle: ServerLoad = { isDraining: false, sockets: 0, eventLoopDelayMs: 20, now: 0 };

function refusalFor(
  load: Partial<ServerLoad>,
  { env = {}, request = {}, host = 'localhost' }: Partial<Case> = {},
) {
  const config = parseConfig(env);
  const asked = { url: '/signal', headers, ...request };
  const limits = new AddressLimits(config);
  return findUpgradeRefusal({ request: asked, host, keys }, config, limits, { ...idle, ...load });
}

interface Case {
  readonly env: Record<string, string>;
  readonly request: { url?: string; headers?: Record<string, string> };
  readonly host: string;
}

t.test('a valid upgrade is accepted', async (t) => {
  t.equal(refusalFor({}), undefined);
  t.equal(refusalFor({}, { request: { url: '/signal?x' } }), undefined);
});

t.test('each refusal has its code and reason', async (t) => {
  const PUBLIC_URL = 'https://calls.example';
  t.match(refusalFor({ isDraining: true }), { code: 'unavailable', reason: 'restarting' });
  t.match(refusalFor({ eventLoopDelayMs: 201 }), { code: 'unavailable', reason: 'event-loop' });
  t.match(refusalFor({ sockets: 14_400 }), { code: 'unavailable', reason: 'limit' });
  t.match(refusalFor({}, { request: { url: '/' } }), { code: 'not-found' });
  t.match(refusalFor({}, { env: { PUBLIC_URL }, host: 'rebound.example' }), { code: 'wrong-host' });
  t.match(refusalFor({}, { request: { headers: {} } }), { code: 'bad-request' });
  const origin = { ...headers, origin: 'https://evil.example' };
  t.match(refusalFor({}, { request: { headers: origin } }), { code: 'origin-refused' });
});

t.test('refused attempts count as attempts', async (t) => {
  const config = parseConfig({ MAX_UPGRADES_PER_MINUTE_PER_ADDRESS: '3' });
  const limits = new AddressLimits(config);
  const codes = Array.from({ length: 4 }, () =>
    findUpgradeRefusal({ request: { url: '/', headers }, host: 'x', keys }, config, limits, idle),
  ).map((refusal) => refusal?.code);
  t.same(codes, ['not-found', 'not-found', 'not-found', 'rate-limited']);
});
