/**
 * The faults in which a Firefox has ways of its own: nothing tells it of another network but that its
 * connection fails, and from there it cannot be restarted. All pairs and rows are in `test/soak`.
 */
import t from 'tap';
import { launchInLab } from '../helpers/network/lab-browser.js';
import { changeNetwork, interrupt, loseDirectPath } from '../helpers/network/lab-fault.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';

t.test('faults with a Firefox', { skip: labProblem() }, async (t) => {
  const mixed = await LabStage.open(t, { a: 'firefox', b: 'chromium' });
  const { lab } = mixed;
  const alike = { lab, browsers: { ...mixed.browsers, b: await launchInLab(t, 'b', 'firefox') } };

  await t.test('and a Chromium: all of its network is lost for 5 s', async (t) => {
    await interrupt(t, mixed, { trouble: { drop: 'all' }, lossMs: 5_000, bound: 2_000 });
  });

  await t.test('and a Chromium: another network', async (t) => {
    await changeNetwork(t, mixed, { offlineMs: 0, bound: 6_000 });
  });

  await t.test('and another: another network after 1 s without any', async (t) => {
    await changeNetwork(t, alike, { offlineMs: 1_000, bound: 6_000 });
  });

  await t.test('and another: the direct path dies, a relay remains', (t) =>
    loseDirectPath(t, alike),
  );
});
