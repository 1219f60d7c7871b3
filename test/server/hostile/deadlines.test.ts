/** Deadlines release what an attacker holds. The attacks run at the same time, because each one waits. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { SLOW_ATTACKS, SLOW_TLS } from '../../helpers/hostile/attacks.js';
import { HostileStage, PATIENCE_MS } from '../../helpers/hostile/hostile-stage.js';
import { makeSelfSigned } from '../../helpers/server/self-signed.js';

t.test('connections, headers, bodies, responses and messages have deadlines', async (t) => {
  const stage = await HostileStage.open(t);
  const heap = await stage.settle();
  const attacks = Object.values(SLOW_ATTACKS).map(
    (attack, n) => () => attack({ ...stage.target, localAddress: `127.0.0.${20 + n}` }),
  );
  const served = await stage.servedDuring(async () => {
    await Promise.all(attacks.map((attack) => attack()));
  });
  t.ok(served.exchanges > 0, 'the pair was heard');
  t.ok(served.longestMs < PATIENCE_MS, `an exchange took ${served.longestMs} ms at most`);
  await stage.assertReleased(t, heap);
});

t.test('a TLS handshake has a deadline', async (t) => {
  const { cert, key } = makeSelfSigned();
  const folder = t.testdir();
  const env = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') };
  writeFileSync(env.TLS_CERT, cert);
  writeFileSync(env.TLS_KEY, key);
  const stage = await HostileStage.open(t, env);
  const heap = await stage.settle();
  const served = await stage.servedDuring(() => SLOW_TLS(stage.target));
  t.ok(served.exchanges > 0, 'the pair was heard');
  t.ok(served.longestMs < PATIENCE_MS, `an exchange took ${served.longestMs} ms at most`);
  await stage.assertReleased(t, heap);
});
