import { join } from 'node:path';
import t from 'tap';
import { ConfigError } from '../../server/config.js';
import { readTlsFiles } from '../../server/tls-files.js';
import { makeSelfSigned } from '../helpers/server/self-signed.js';

const pair = makeSelfSigned();

t.test('a certificate and its key', async (t) => {
  const dir = t.testdir(pair);
  t.strictSame(readTlsFiles({ cert: join(dir, 'cert'), key: join(dir, 'key') }), pair);
});

t.test('the error names the invalid file', async (t) => {
  const other = makeSelfSigned();
  const dir = t.testdir({ ...pair, otherKey: other.key, text: 'no PEM' });
  const fails = (cert: string, key: string, message: RegExp) => {
    const files = { cert: join(dir, cert), key: join(dir, key) };
    t.throws(() => readTlsFiles(files), { constructor: ConfigError, message });
  };
  fails('missing', 'key', /^TLS_CERT: expected the path of a readable file$/);
  fails('.', 'key', /^TLS_CERT: /);
  fails('cert', 'missing', /^TLS_KEY: expected the path of a readable file$/);
  fails('cert', 'otherKey', /^TLS_CERT, TLS_KEY: expected a PEM certificate and its own PEM key$/);
  fails('text', 'key', /^TLS_CERT, TLS_KEY: /);
});
