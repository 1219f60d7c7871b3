/** Each attack leaves nothing behind, and does not affect a pair in another room. */
import t from 'tap';
import { QUICK_ATTACKS } from '../../helpers/hostile/attacks.js';
import { HostileStage, PATIENCE_MS } from '../../helpers/hostile/hostile-stage.js';

t.test('one after the other', async (t) => {
  const stage = await HostileStage.open(t, { MAX_SOCKETS_PER_ADDRESS: '600' });
  for (const [name, attack] of Object.entries(QUICK_ATTACKS)) {
    await t.test(name, async (t) => {
      // The first run loads and compiles code.
      await attack({ ...stage.target, localAddress: '127.0.0.8' });
      const heap = await stage.settle();
      const served = await stage.servedDuring(() => attack(stage.target));
      t.ok(served.exchanges > 0, 'the pair was heard');
      t.ok(served.longestMs < PATIENCE_MS, `an exchange took ${served.longestMs} ms at most`);
      await stage.assertReleased(t, heap);
    });
  }
});
