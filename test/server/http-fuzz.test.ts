/** A few hundred hostile requests; `npm run test:soak` sends a hundred thousand. */
import t from 'tap';
import { fuzzHttp } from '../helpers/hostile/http-fuzz.js';
import { buildServer } from '../helpers/server/build-server.js';

await buildServer();

t.test('invalid, truncated and inconsistent requests', (t) => fuzzHttp(t, 800));
