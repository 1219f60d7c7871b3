/** The same as `test/browser/timed/both-at-once.test.ts`, for longer. */
import t from 'tap';
import { CALL_PAIRS } from '../helpers/browser/browsers.js';
import { bothAtOnce } from '../helpers/call/both-at-once.js';

await bothAtOnce(t, 20, CALL_PAIRS);
