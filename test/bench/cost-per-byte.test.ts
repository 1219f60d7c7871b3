/**
 * What the most expensive input costs the server beside an ordinary one: every parameter, every header
 * that is read, every member of every message, as long as it may be and longer, and made of what is worst
 * to read. Both are measured in turn in the same process, so that the ratio holds on any machine.
 */
import t, { type Test } from 'tap';
import { MAX_FRAME_BYTES, SUBPROTOCOL } from '../../server/protocol/limits.js';
import { parseMessage } from '../../server/signaling/parse-message.js';
import { MeasuredServer } from '../helpers/server/measured-server.js';
import { RawConnection } from '../helpers/server/raw-connection.js';
import { SocketClient } from '../helpers/server/socket-client.js';

/** The most expensive request or message costs no more than so many ordinary ones. */
const MAX_RATIO = 20;

const ROUNDS = 5;
/** Requests a round; ordinary ones are cheaper, so it takes more of them to be exact. */
const ORDINARY = 60;
const WORST = 15;

/** Node reads 16 KiB of request line and headers; the rest of a request takes a few hundred bytes. */
const HEADERS_BYTES = 15_500;

const ENV = {
  MAX_UPGRADES_PER_MINUTE_PER_ADDRESS: '1000000',
  MAX_MESSAGES_PER_MINUTE_PER_ADDRESS: '1000000000',
  MAX_JOINS_PER_MINUTE_PER_ADDRESS: '1000000',
  MAX_SOCKETS_PER_ADDRESS: '100000',
};

/** `unit` again and again, as often as it fits. */
const fill = (unit: string, bytes = HEADERS_BYTES): string =>
  unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));

/** Numbered units, each different, as often as they fit. */
function fillWith(unit: (n: number) => string, bytes = HEADERS_BYTES): string {
  const units: string[] = [];
  for (let n = 0, length = 0; ; n += 1) {
    const next = unit(n);
    length += next.length;
    if (length > bytes) return units.join('');
    units.push(next);
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** CPU of one request or message in µs, and what came back: status codes or types. */
interface Cost {
  readonly us: number;
  readonly answers: ReadonlySet<number | string>;
}

/** Measures in turn, prints and asserts the ratio of the medians. */
async function compare(
  t: Test,
  name: string,
  ordinary: () => Promise<Cost>,
  worst: () => Promise<Cost>,
): Promise<void> {
  const us: { ordinary: number[]; worst: number[] } = { ordinary: [], worst: [] };
  let answers = '';
  // The first round is for the compiler.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [a, b] = [await ordinary(), await worst()];
    if (round === 0) continue;
    us.ordinary.push(a.us);
    us.worst.push(b.us);
    answers = [a, b].map((cost) => [...cost.answers].join()).join(' ← ');
  }
  const [a, b] = [median(us.ordinary), median(us.worst)];
  const ratio = b / a;
  const costs = `${b.toFixed(0)} µs, ordinary ${a.toFixed(0)} µs; ${answers}`;
  t.comment(`${ratio.toFixed(1).padStart(7)} × ${name} (${costs})`);
  t.ok(ratio <= MAX_RATIO, `${name}: ${ratio.toFixed(1)} ×`);
}

// --- Requests

interface RawRequest {
  readonly target?: string;
  readonly headers?: readonly string[];
  readonly method?: string;
  readonly body?: string;
}

const BROWSER = [
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: de,en-US;q=0.7,en;q=0.3',
  'Accept-Encoding: gzip, deflate, br, zstd',
];

const nameOf = (header: string): string => header.split(':', 1)[0]?.toLowerCase() ?? '';

/** A request of a browser, whose headers are replaced by the given ones of the same name. */
function requestText({ target = '/', headers = [], method = 'GET', body }: RawRequest): string {
  const given = new Set(headers.map(nameOf));
  const all = ['Host: calls.example', ...BROWSER].filter((header) => !given.has(nameOf(header)));
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const lines = [`${method} ${target} HTTP/1.1`, ...all, ...headers, ...length];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** CPU of one such request, in µs. */
async function cpuOfRequest(
  server: MeasuredServer,
  request: RawRequest,
  count: number,
): Promise<Cost> {
  const text = requestText(request);
  let connection = await RawConnection.open(server.port);
  const answers = new Set<number>();
  const us = await server.cpuUsOf(async () => {
    for (let n = 0; n < count; n += 1) {
      if (!connection.isOpen) connection = await RawConnection.open(server.port);
      answers.add((await connection.ask(text))?.status ?? 0);
      if (request.target?.startsWith('/signal')) connection.end();
    }
  });
  connection.end();
  return { us: us / count, answers };
}

interface RequestCase {
  readonly name: string;
  readonly ordinary?: RawRequest;
  readonly worst: RawRequest;
  readonly env?: Readonly<Record<string, string>>;
}

const FILE = '/site/site.js';
const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];
const PROTOCOL = `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`;
const upgrade = (...headers: string[]): RawRequest => ({
  target: '/signal',
  headers: [...UPGRADE, ...headers],
});
const TRUSTED = { TRUST_PROXY: 'true' };
const TRUSTED_LIST = { TRUST_PROXY: 'loopback,uniquelocal,10.0.0.0/8' };
const PUBLIC = { PUBLIC_URL: 'https://calls.example', EMBED_ORIGINS: 'https://shop.example' };

/** What is worst to decode, to match and to write into a page. */
const TEXTS: Readonly<Record<string, string>> = {
  letters: fill('x'),
  'lone percent signs': fill('%'),
  'escapes that are no UTF-8': fill('%ff'),
  'single escapes that are no UTF-8': fill('%ffx'),
  'good and bad escapes in turn': fill('%41%ff'),
  'single escapes': fill('%41x'),
  'combining marks': fill('%CC%81%CC%96'),
  'ligatures that expand': fill('%EF%B7%BA'),
  emoji: fill('%F0%9F%98%80'),
  quotes: fill('%22'),
  'angle brackets': fill('%3C'),
  ampersands: fill('%26'),
  'white space': fill('%20'),
  controls: fill('%01'),
};

const PATHS: Readonly<Record<string, readonly [ordinary: string, before: string]>> = {
  '/rooms/{room}': ['/rooms/my-room', '/rooms/'],
  '/embed/{room}': ['/embed/my-room', '/embed/'],
  '/elements/{file}': [FILE, '/elements/'],
  'no route': ['/nowhere', '/nowhere/'],
};

const QUERIES: Readonly<Record<string, readonly [ordinary: string, before: string]>> = {
  '?lang': ['/?lang=es', '/?lang='],
  'an unknown parameter': ['/?x=y', '/?x='],
  '/rooms?room': ['/rooms?room=my+room', '/rooms?room='],
  '/rooms/a?lang': ['/rooms/a?lang=es', '/rooms/a?lang='],
  '/signal?x': ['/signal?x=y', '/signal?x='],
  ...Object.fromEntries(
    ['room', 'display-name', 'accent', 'radius', 'call-lang', 'theme', 'muted'].map((name) => [
      `/embed?${name}`,
      [`/embed?${name}=a`, `/embed?${name}=`] as const,
    ]),
  ),
  '/embed/a?display-name': ['/embed/a?display-name=Ann', '/embed/a?display-name='],
  '/embed/a?accent': ['/embed/a?accent=%23fff', '/embed/a?accent='],
  '/site/look.css?accent': ['/site/look.css?accent=%23fff', '/site/look.css?accent='],
};

const SHAPES: Readonly<Record<string, string>> = {
  'the same parameter': fill('a=1&'),
  'empty parameters': fill('&'),
  'names without values': fillWith((n) => `${n.toString(36)}&`),
  'different parameters': fillWith((n) => `${n.toString(36)}=${n % 10}&`),
  'numbered parameters': fillWith((n) => `${n * 997}&`),
};

function targetCases(): RequestCase[] {
  const cases: RequestCase[] = [];
  for (const [where, [ordinary, before]] of Object.entries({ ...PATHS, ...QUERIES })) {
    for (const [what, text] of Object.entries(TEXTS)) {
      cases.push({
        name: `${where}: ${what}`,
        ordinary: { target: ordinary },
        worst: { target: before + text },
      });
    }
  }
  for (const path of [
    '/',
    '/rooms/a',
    '/embed',
    '/embed/a',
    '/site/look.css',
    '/healthz',
    '/nowhere',
  ]) {
    for (const [what, query] of Object.entries(SHAPES)) {
      cases.push({
        name: `${path}: ${what}`,
        ordinary: { target: `${path}?lang=es` },
        worst: { target: `${path}?${query}` },
      });
    }
  }
  for (const [what, target] of Object.entries({
    'slashes and dots': `/elements/${fill('../')}`,
    slashes: fill('/'),
    folders: `/elements/${fill('a/')}`,
    'an absolute target': `http://calls.example/rooms/${fill('%')}`,
  })) {
    cases.push({ name: `path: ${what}`, ordinary: { target: '/nowhere' }, worst: { target } });
  }
  return cases;
}

/** Lists as long as the headers may be. */
const LISTS: Readonly<Record<string, string>> = {
  letters: fill('x'),
  commas: fill(','),
  semicolons: `a${fill(';')}`,
  'one letter each': fill('a,'),
  'different entries': fillWith((n) => `${n.toString(36)},`),
  'qualities that rise': fillWith((n) => `a${n.toString(36)};q=0.${n},`),
  'parameters without end': `a/b${fill(';a=b')}`,
  'quotes that do not end': `a/b;a="${fill(';a="')}`,
  dashes: fill('-'),
  spaces: `a${fill(' ')}b`,
};

function headerCases(): RequestCase[] {
  const cases: RequestCase[] = [];
  const add = (
    header: string,
    on: { target: string; with?: string; usual?: string },
    values: Readonly<Record<string, string>> = LISTS,
    env: Readonly<Record<string, string>> = {},
  ) => {
    for (const [what, value] of Object.entries(values)) {
      const line = `${header}: ${on.with ?? ''}${value}`;
      const usual = on.usual === undefined ? [] : [`${header}: ${on.usual}`];
      cases.push({
        name: `${header} (${on.target}${env.TRUST_PROXY ? `, trusted: ${env.TRUST_PROXY}` : ''}${env.PUBLIC_URL ? ', PUBLIC_URL' : ''}): ${what}`,
        ordinary: { target: on.target, headers: usual },
        worst: { target: on.target, headers: [line] },
        env,
      });
    }
  };
  add('Accept', { target: '/' });
  add('Accept', { target: '/nowhere' });
  add('Accept-Language', { target: '/' });
  add('Accept-Encoding', { target: FILE });
  add('Accept-Encoding', { target: '/elements/nothing.js' });
  add('Range', { target: FILE, with: 'bytes=', usual: 'bytes=0-10' });
  add(
    'Range',
    { target: FILE, usual: 'bytes=0-10' },
    {
      'many ranges': `bytes=${fill('1-2,')}`,
      'ranges in reverse': `bytes=${fillWith((n) => `${9000 - 2 * n}-,`)}`,
      'single digits': `bytes=${fill('1,')}`,
      'a late dash': `bytes=${fill('1,', HEADERS_BYTES - 10)}-`,
    },
  );
  for (const name of ['If-None-Match', 'If-Match', 'If-Modified-Since', 'If-Unmodified-Since']) {
    add(name, { target: FILE, usual: name.endsWith('Match') ? '"a"' : 'x' });
  }
  add('If-Modified-Since', { target: FILE }, { parentheses: fill('('), numbers: fill('1 ') });
  add('If-Range', { target: FILE, usual: '"a"' }, { quotes: fill('"'), numbers: fill('1 ') });
  add('HX-Request', { target: '/', usual: 'true' });
  add('Cookie', { target: '/', usual: 'a=b' }, { ...LISTS, pairs: fill('a=b; ') });
  add('X-Unknown', { target: '/' });
  for (const target of ['/', '/embed']) add('Host', { target, usual: 'calls.example' }, hosts);
  add('Host', { target: '/', usual: 'calls.example' }, hosts, PUBLIC);
  add('Origin', { target: '/healthz', usual: 'https://shop.example' }, origins, PUBLIC);
  for (const env of [TRUSTED, TRUSTED_LIST, {}]) {
    const forwarded = {
      ...LISTS,
      addresses: fill('10.1.1.1,'),
      'IPv6 addresses': fill('fd00::1,'),
    };
    add('X-Forwarded-For', { target: '/rooms/a', usual: '10.1.1.1' }, forwarded, env);
    add('X-Forwarded-Host', { target: '/embed', usual: 'calls.example' }, hosts, env);
    add('X-Forwarded-Proto', { target: '/embed', usual: 'https' }, LISTS, env);
    add('Forwarded', { target: '/', usual: 'for=10.1.1.1' }, LISTS, env);
  }
  return cases;
}

const hosts = {
  letters: fill('x'),
  dots: fill('.'),
  'numbers and dots': fill('1.'),
  'a bad end': `${fill('a.')}!`,
  localhosts: fill('.localhost'),
  brackets: `[${fill('::')}`,
  colons: fill(':1'),
  punycode: `xn--${fill('a')}`,
  '260 of punycode': `xn--${fill('9', 200)}.example`,
  commas: fill('a,'),
};
const origins = { ...hosts, letters: `https://${fill('x')}` };

function upgradeCases(): RequestCase[] {
  const ordinary = upgrade(PROTOCOL);
  const of = (name: string, env: Readonly<Record<string, string>>, ...headers: string[]) => ({
    name: `upgrade: ${name}`,
    ordinary,
    worst: upgrade(...headers),
    env,
  });
  return [
    ...Object.entries({
      ...LISTS,
      'different, then ours': `${fillWith((n) => `${n.toString(36)}, `)}${SUBPROTOCOL}`,
    }).map(([what, list]) =>
      of(`Sec-WebSocket-Protocol: ${what}`, {}, `Sec-WebSocket-Protocol: ${list}`),
    ),
    ...Object.entries(LISTS).map(([what, list]) =>
      of(`Sec-WebSocket-Extensions: ${what}`, {}, PROTOCOL, `Sec-WebSocket-Extensions: ${list}`),
    ),
    ...Object.entries(origins).map(([what, origin]) =>
      of(`Origin: ${what}`, PUBLIC, PROTOCOL, `Origin: ${origin}`),
    ),
    ...[TRUSTED, TRUSTED_LIST].flatMap((env) => [
      of('X-Forwarded-For: addresses', env, PROTOCOL, `X-Forwarded-For: ${fill('10.1.1.1,')}`),
      of('X-Forwarded-For: IPv6', env, PROTOCOL, `X-Forwarded-For: ${fill('fd00::1,')}`),
      of('X-Forwarded-For: a zone', env, PROTOCOL, `X-Forwarded-For: fe80::1%${fill('%')}`),
      of('X-Forwarded-Host: dots', env, PROTOCOL, `X-Forwarded-Host: ${fill('.')}`),
    ]),
    of('a key', {}, PROTOCOL, `X-Key: ${fill('a')}`),
    {
      name: 'upgrade: where no socket is served',
      ordinary,
      worst: { target: `/rooms/${fill('%22')}`, headers: [...UPGRADE, PROTOCOL] },
    },
  ];
}

const bodyCases: RequestCase[] = Object.entries({
  ...Object.fromEntries(
    Object.entries(LISTS).map(([what, list]) => [what, `application/json;${list}`]),
  ),
  'no type': fill('x/'),
}).flatMap(([what, type]) => ({
  name: `Content-Type: ${what}`,
  ordinary: { method: 'POST', headers: ['Content-Type: application/json'], body: '{"a":1}' },
  worst: { method: 'POST', headers: [`Content-Type: ${type}`], body: '{"a":1}' },
}));

const shapeCases: RequestCase[] = [
  ['headers without a value', fillWith((n) => `${n.toString(36)}:\r\n`)],
  ['the same header', fill('a:b\r\n')],
  ['the same cookie', fill('cookie:b\r\n')],
  ['the same Accept', fill('accept:b\r\n')],
  ['the same X-Forwarded-For', fill('x-forwarded-for:1\r\n')],
].map(([what, lines]) => ({
  name: `many headers: ${what}`,
  worst: { headers: [(lines as string).trimEnd()] },
}));

async function compareRequests(t: Test, cases: readonly RequestCase[]): Promise<void> {
  const servers = new Map<string, MeasuredServer>();
  for (const { name, ordinary = {}, worst, env = {} } of cases) {
    const key = JSON.stringify(env);
    const server = servers.get(key) ?? (await MeasuredServer.start(t, 'ours', { ...ENV, ...env }));
    servers.set(key, server);
    await compare(
      t,
      name,
      () => cpuOfRequest(server, ordinary, ORDINARY),
      () => cpuOfRequest(server, worst, WORST),
    );
  }
}

// --- Messages

/** Sockets that one measurement opens, and the messages of each: fewer than it may send at once. */
const SOCKETS = 6;
const MESSAGES = 30;

/** What a message may hold besides a text: the room and the rest take less than this. */
const FRAME_BYTES = MAX_FRAME_BYTES - 200;

/** Answers with which a socket goes on for ever; nine refusals a minute do not close it yet. */
const MAX_REFUSED = 9;

type Kind = 'ping' | 'ice' | 'leave' | 'vouch' | 'release' | 'signal' | 'join' | 'invalid';

/** Sends one message and waits for what it is answered with; the type or code of that. */
async function exchange(kind: Kind, text: string, me: SocketClient, peer?: SocketClient) {
  me.sendRaw(text);
  const isTaken = parseMessage(text) !== undefined;
  if (isTaken && ['leave', 'vouch', 'release'].includes(kind)) me.send({ type: 'ping' });
  const heard = isTaken && kind === 'signal' ? peer : me;
  const answer = await heard?.next(['pong', 'ice', 'signal', 'joined', 'error']);
  if (answer?.type === 'joined') me.send({ type: 'leave' });
  return answer?.type === 'error' ? answer.code : (answer?.type ?? 'nothing');
}

async function cpuOfMessage(server: MeasuredServer, kind: Kind, text: string): Promise<Cost> {
  const open = () =>
    Promise.all(Array.from({ length: SOCKETS }, () => SocketClient.open(server.url)));
  const clients = await open();
  const isSeated = kind !== 'join' && kind !== 'leave';
  const peers = kind === 'signal' ? await open() : [];
  for (const [n, client] of clients.entries()) {
    const room = crypto.randomUUID();
    if (isSeated) await client.sit(room);
    await peers[n]?.sit(room);
  }
  const answers = new Set<string>();
  let count = 0;
  const us = await server.cpuUsOf(async () => {
    for (const [n, client] of clients.entries()) {
      for (let sent = 0, refused = 0; sent < MESSAGES && refused < MAX_REFUSED; sent += 1) {
        const answer = await exchange(kind, text, client, peers[n]);
        answers.add(answer);
        count += 1;
        if (answer === 'invalid-message') refused += 1;
      }
    }
  });
  await Promise.all([...clients, ...peers].map((client) => client.close()));
  return { us: us / count, answers };
}

const values = (unit: string) => fill(unit, FRAME_BYTES);

/** Text between quotes in JSON. */
const STRINGS: Readonly<Record<string, string>> = {
  letters: values('x'),
  escapes: '\\u0000'.repeat(5_000),
  'lone surrogates': values('\\ud800'),
  'escaped quotes': values('\\"'),
  'combining marks': values('\u0301\u0316'),
  ligatures: values('\ufdfa'),
  emoji: values('😀'),
  scripts: values('aа𐐀ａ'),
  dots: values('.'),
};

/** Members of an object in JSON. */
const MEMBERS: Readonly<Record<string, string>> = {
  arrays: `"a":[${values('[],')}[]]`,
  objects: `"a":[${values('{},')}{}]`,
  'many members': fillWith((n) => `"${n.toString(36)}":0,`, FRAME_BYTES).slice(0, -1),
  'numbered members': fillWith((n) => `"${4_000_000_000 - n}":0,`, FRAME_BYTES).slice(0, -1),
  'the same member': values('"a":0,').slice(0, -1),
  numbers: `"a":[${values('1e20,')}0]`,
  deep: `"a":${fill('[', FRAME_BYTES / 2)}${fill(']', FRAME_BYTES / 2)}`,
  'deep, again and again': `"a":[${values(`${'['.repeat(29)}${']'.repeat(29)},`)}0]`,
  'as many values as may be': `"a":[${Array(120).fill(`{"${'k'.repeat(40)}":${'1'.repeat(80)}}`)}]`,
  'as many members as may be': Array.from(
    { length: 240 },
    (_, n) => `"${n}${'k'.repeat(100)}":0`,
  ).join(),
  'as long a number': `"a":0.${fill('1', FRAME_BYTES - 10)}`,
  ...Object.fromEntries(
    Object.entries(STRINGS).map(([what, text]) => [`a string of ${what}`, `"a":"${text}"`]),
  ),
};

interface MessageCase {
  readonly name: string;
  readonly kind: Kind;
  readonly ordinary: string;
  readonly worst: string;
}

const CANDIDATE = `{"candidate":{"candidate":"candidate:${'x'.repeat(120)}","sdpMid":"0","sdpMLineIndex":0}}`;
const JOIN_START = '{"type":"join","room":"my room"';
const ORDINARY_JOIN = `${JOIN_START},"session":"3b241101-e2bb-4255-8caf-4136c566a962"}`;

function messageCases(): MessageCase[] {
  const cases: MessageCase[] = [];
  for (const [what, members] of Object.entries(MEMBERS)) {
    cases.push({
      name: `signal: ${what}`,
      kind: 'signal',
      ordinary: `{"type":"signal","signal":${CANDIDATE}}`,
      worst: `{"type":"signal","signal":{${members}}}`,
    });
    for (const kind of ['ping', 'ice', 'leave', 'vouch', 'release'] as const) {
      if (kind !== 'ping' && !/deep|string of letters|as many/.test(what)) continue;
      cases.push({
        name: `${kind} with more members: ${what}`,
        kind,
        ordinary: `{"type":"${kind}"}`,
        worst: `{"type":"${kind}",${members}}`,
      });
    }
    cases.push({
      name: `join with more members: ${what}`,
      kind: 'join',
      ordinary: ORDINARY_JOIN,
      worst: `${JOIN_START},${members}}`,
    });
  }
  for (const [what, text] of Object.entries(STRINGS)) {
    const long = text.slice(0, 512);
    for (const [member, json] of Object.entries({
      room: `{"type":"join","room":"${text}"}`,
      'room of 512 units': `{"type":"join","room":"${long.slice(0, long.lastIndexOf('\\') === 511 ? 511 : 512)}"}`,
      session: `${JOIN_START},"session":"${text}"}`,
      token: `${JOIN_START},"token":"${text}"}`,
      displayName: `${JOIN_START},"displayName":"${text}"}`,
      sdp: `${JOIN_START},"description":{"type":"offer","sdp":"${text}"}}`,
      type: `{"type":"${text}"}`,
    })) {
      cases.push({
        name: `join, ${member}: ${what}`,
        kind: member === 'type' ? 'invalid' : 'join',
        ordinary: ORDINARY_JOIN.replace('"join"', member === 'type' ? '"dance"' : '"join"'),
        worst: json,
      });
    }
  }
  return cases;
}

const TIMEOUT_MS = 1_800_000;
t.test('targets', { timeout: TIMEOUT_MS }, (t) => compareRequests(t, targetCases()));
t.test('headers', { timeout: TIMEOUT_MS }, (t) =>
  compareRequests(t, [...headerCases(), ...shapeCases, ...bodyCases]),
);
t.test('upgrades', { timeout: TIMEOUT_MS }, (t) => compareRequests(t, upgradeCases()));
t.test('messages', { timeout: TIMEOUT_MS }, async (t) => {
  const server = await MeasuredServer.start(t, 'ours', ENV);
  for (const { name, kind, ordinary, worst } of messageCases()) {
    const measure = (text: string) => () => cpuOfMessage(server, kind, text);
    await compare(t, name, measure(ordinary), measure(worst));
  }
});
