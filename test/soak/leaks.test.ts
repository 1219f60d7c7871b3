/** A page that joins and leaves all day holds no more than on its first call. */
import t from 'tap';
import { joinAndLeave } from '../helpers/call/join-and-leave.js';

t.test('50 calls in one page', (t) => joinAndLeave(t, 50));
