import t from 'tap';
import { CallError, describeError, type RejectionCode } from '../../../elements/call/call-error.js';

const CODES = [
  ...['full', 'invalid-room', 'blocked', 'aborted', 'dismissed'],
  ...['not-found', 'invalid-message', 'no-peer'],
] as RejectionCode[];

t.test('a rejection names its code, says what it means and what caused it', async (t) => {
  const cause = new Error('why');
  for (const code of CODES) {
    const error = new CallError(code, cause);
    t.ok(error instanceof Error);
    t.match(error, { name: 'CallError', code, cause, message: describeError(code) });
    t.match(error.message, /^[A-Z].*\.$/);
  }
});

t.test('every code of call-error that is no refusal has words', async (t) => {
  const codes = [
    'unreachable',
    'rate-limited',
    'unavailable',
    'connection-failed',
    'seat-lost',
  ] as const;
  for (const code of codes) t.match(describeError(code), /^[A-Z].*\.$/, code);
});
