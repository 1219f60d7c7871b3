import t from 'tap';
import { CallError, describeError } from '../../../elements/call/call-error.js';
import { rejection } from '../../../elements/call/feature-error.js';

const CODES = ['full', 'invalid-room', 'blocked', 'aborted'] as const;

t.test('a rejection names its code, says what it means and what caused it', async (t) => {
  const cause = new Error('why');
  for (const code of CODES) {
    const error = new CallError(code, cause);
    t.ok(error instanceof Error);
    t.match(error, { name: 'CallError', code, cause, message: describeError(code) });
  }
});

t.test('a rejection of a feature has words of its own', async (t) => {
  const cause = new Error('why');
  for (const code of ['dismissed', 'not-found', 'invalid-message', 'no-peer'] as const) {
    t.match(rejection(code, cause), { name: 'CallError', code, cause, message: /^[A-Z].*\.$/ });
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
