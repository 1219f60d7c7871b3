/** Both sides mend the call at the same moment; twenty times with each pair of browsers in `test/soak`. */
import t from 'tap';
import { bothAtOnce } from '../../helpers/call/both-at-once.js';

await bothAtOnce(t, 1, [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
]);
