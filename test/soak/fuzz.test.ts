/** A hundred thousand hostile inputs of each kind; the quick tests of the same try some hundreds. */
import t from 'tap';
import { fuzzHttp } from '../helpers/hostile/http-fuzz.js';
import { fuzzFrames, fuzzMessages, fuzzParser } from '../helpers/hostile/signaling-fuzz.js';
import { buildServer } from '../helpers/server/build-server.js';

const CASES = 100_000;
const TIMEOUT_MS = 1_800_000;

await buildServer();

t.test('the parser', async (t) => fuzzParser(t, CASES));
t.test('messages', { timeout: TIMEOUT_MS }, (t) => fuzzMessages(t, CASES));
t.test('frames', { timeout: TIMEOUT_MS }, (t) => fuzzFrames(t, CASES));
t.test('requests', { timeout: TIMEOUT_MS }, (t) => fuzzHttp(t, CASES));
