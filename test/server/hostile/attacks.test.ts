/** After each attack nothing is left behind, and a seated pair elsewhere was served throughout. */
import t from 'tap';
import { QUICK_ATTACKS } from '../../helpers/attacks.js';
import { HostileStage } from '../../helpers/hostile-stage.js';

t.test('one after the other', async (t) => {
  const stage = await HostileStage.open(t, { MAX_SOCKETS_PER_ADDRESS: '600' });
  for (const [name, attack] of Object.entries(QUICK_ATTACKS)) {
    await t.test(name, async (t) => {
      // Once for what is loaded and compiled on the way.
      await attack({ ...stage.target, localAddress: '127.0.0.8' });
      const heap = await stage.settle();
      const exchanges = await stage.servedDuring(() => attack(stage.target));
      t.ok(exchanges > 0, `the pair spoke ${exchanges} times`);
      await stage.assertReleased(t, heap);
    });
  }
});
