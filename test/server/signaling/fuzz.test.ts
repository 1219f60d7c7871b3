/** A few hundred hostile inputs of each kind; `npm run test:soak` tries a hundred thousand. */
import t from 'tap';
import { fuzzFrames, fuzzMessages, fuzzParser } from '../../helpers/signaling-fuzz.js';

t.test('the parser takes messages, and nothing else', async (t) => fuzzParser(t, 3_000));

t.test('messages that are none, through real sockets', (t) => fuzzMessages(t, 500));

t.test('frames that break the WebSocket protocol', (t) => fuzzFrames(t, 500));
