/** A few hundred hostile inputs of each kind; `npm run test:soak` tries a hundred thousand. */
import t from 'tap';
import { fuzzFrames, fuzzMessages, fuzzParser } from '../../helpers/hostile/signaling-fuzz.js';

t.test('the parser accepts exactly the messages of the protocol', async (t) =>
  fuzzParser(t, 3_000),
);

t.test('invalid messages over real sockets', (t) => fuzzMessages(t, 500));

t.test('frames that break the WebSocket protocol', (t) => fuzzFrames(t, 500));
