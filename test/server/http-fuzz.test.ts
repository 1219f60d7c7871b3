/** A few hundred hostile requests; `npm run test:soak` sends a hundred thousand. */
import t from 'tap';
import { buildServer } from '../helpers/build-server.js';
import { fuzzHttp } from '../helpers/http-fuzz.js';

await buildServer();

t.test('invalid, truncated and inconsistent requests', (t) => fuzzHttp(t, 800));
