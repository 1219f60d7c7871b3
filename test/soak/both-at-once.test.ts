/** The same as `test/browser/timed/both-at-once.test.ts`, for longer. */
import t from 'tap';
import { bothAtOnce } from '../helpers/both-at-once.js';
import { CALL_PAIRS } from '../helpers/browsers.js';

await bothAtOnce(t, 20, CALL_PAIRS);
