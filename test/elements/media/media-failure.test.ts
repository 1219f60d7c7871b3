import fc from 'fast-check';
import t from 'tap';
import {
  type DeviceFacts,
  type MediaFacts,
  readMediaFailure,
} from '../../../elements/media/media-failure.js';

const unknown: DeviceFacts = { present: undefined, permission: undefined, allowed: undefined };
const SECURE: MediaFacts = { secure: true, camera: unknown, microphone: unknown };

const read = (name: string, facts: Partial<MediaFacts> = {}) => {
  const { code, device } = readMediaFailure({ name, message: 'why' }, { ...SECURE, ...facts });
  return `${code} ${device}`;
};

t.test('every name, where nothing else is known', async (t) => {
  const codes = {
    NotAllowedError: 'denied',
    PermissionDeniedError: 'denied',
    NotFoundError: 'not-found',
    DevicesNotFoundError: 'not-found',
    NotReadableError: 'in-use',
    TrackStartError: 'in-use',
    AbortError: 'in-use',
    OverconstrainedError: 'constraints',
    SecurityError: 'policy',
    NotSupportedError: 'unsupported',
    TypeError: 'unknown',
    InvalidStateError: 'unknown',
    UnknownError: 'unknown',
    valueOf: 'unknown',
    constructor: 'unknown',
    '': 'unknown',
  };
  for (const [name, code] of Object.entries(codes)) t.equal(read(name), `${code} both`, name);
});

t.test('the browser’s own words are kept', async (t) => {
  const error = new DOMException('Permission denied', 'NotAllowedError');
  t.match(readMediaFailure(error, SECURE), {
    name: 'NotAllowedError',
    message: 'Permission denied',
  });
});

t.test('a page that is not secure is told so, whatever was thrown', async (t) => {
  for (const name of ['NotAllowedError', 'NotSupportedError', 'TypeError']) {
    t.equal(read(name, { secure: false }), 'insecure both');
  }
});

/** One device is to blame for this, and the other is not. */
const GUILTY: [
  name: string,
  code: string,
  bad: Partial<DeviceFacts>,
  good: Partial<DeviceFacts>,
][] = [
  ['NotAllowedError', 'denied', { permission: 'denied' }, { permission: 'granted' }],
  ['NotAllowedError', 'denied', { permission: 'denied' }, { permission: 'prompt' }],
  ['NotAllowedError', 'policy', { allowed: false }, { allowed: true }],
  ['SecurityError', 'policy', { allowed: false }, { allowed: true }],
  ['NotFoundError', 'not-found', { present: false }, { present: true }],
  ['NotReadableError', 'in-use', { works: false }, { works: true }],
  ['AbortError', 'in-use', { works: false }, { works: true }],
  ['OverconstrainedError', 'constraints', { works: false }, { works: true }],
  ['UnknownError', 'unknown', { works: false }, { works: true }],
];

for (const [name, code, bad, good] of GUILTY) {
  t.test(`${name}, ${JSON.stringify(bad)}`, async (t) => {
    const [guilty, innocent] = [
      { ...unknown, ...bad },
      { ...unknown, ...good },
    ];
    t.equal(read(name, { camera: guilty, microphone: innocent }), `${code} camera`);
    t.equal(read(name, { camera: innocent, microphone: guilty }), `${code} microphone`);
    t.equal(read(name, { camera: guilty, microphone: guilty }), `${code} both`);
    t.equal(read(name, { camera: guilty }), `${code} camera`);
  });
}

t.test('a prompt that was dismissed is a denial of both', async (t) => {
  const asked: DeviceFacts = { ...unknown, permission: 'prompt' };
  t.equal(read('NotAllowedError', { camera: asked, microphone: asked }), 'denied both');
});

t.test('any name and any facts make a failure of the contract', async () => {
  const maybe = fc.option(fc.boolean(), { nil: undefined });
  const permission = fc.constantFrom<PermissionState | undefined>(
    'granted',
    'denied',
    'prompt',
    undefined,
  );
  const device = fc.record({ present: maybe, permission, allowed: maybe, works: maybe });
  const facts = fc.record({ secure: fc.boolean(), camera: device, microphone: device });
  const codes = 'denied not-found in-use constraints insecure policy unsupported unknown'.split(
    ' ',
  );
  fc.assert(
    fc.property(fc.string(), fc.string(), facts, (name, message, known) => {
      const failure = readMediaFailure({ name, message }, known);
      return (
        codes.includes(failure.code) &&
        ['camera', 'microphone', 'both'].includes(failure.device) &&
        failure.name === name &&
        failure.message === message
      );
    }),
  );
});
