/** A page that joins and leaves holds no more than on its first call; fifty calls are in `test/soak`. */
import t from 'tap';
import { joinAndLeave } from '../helpers/call/join-and-leave.js';

t.test('10 calls in one page', (t) => joinAndLeave(t, 10));
