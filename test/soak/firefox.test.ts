/** Every fault between networks with a Firefox on one side or on both, as `test/network` has some of them. */
import t from 'tap';
import { launchInLab } from '../helpers/network/lab-browser.js';
import {
  changeNetwork,
  fallAsleep,
  interrupt,
  loseDirectPath,
} from '../helpers/network/lab-fault.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';

t.test('faults with a Firefox', { skip: labProblem() }, async (t) => {
  const mixed = await LabStage.open(t, { a: 'firefox', b: 'chromium' });
  const { lab } = mixed;
  const alike = { lab, browsers: { ...mixed.browsers, b: await launchInLab(t, 'b', 'firefox') } };

  for (const [peer, stage] of Object.entries({ 'a Chromium': mixed, another: alike })) {
    const row = (name: string, run: (t: Parameters<typeof interrupt>[0]) => Promise<void>) =>
      t.test(`and ${peer}: ${name}`, run);

    await row('UDP is lost for 5 s', async (t) => {
      await interrupt(t, stage, { trouble: { drop: 'udp' }, lossMs: 5_000, bound: 2_000 });
    });

    await row('UDP is lost until ICE fails', async (t) => {
      await interrupt(t, stage, { trouble: { drop: 'udp' }, lossMs: 45_000, bound: 16_000 });
    });

    for (const [lossMs, bound] of [
      [5_000, 2_000],
      [20_000, 3_000],
      [120_000, 5_000],
    ] as const) {
      await row(`all of its network is lost for ${lossMs} ms`, async (t) => {
        await interrupt(t, stage, { trouble: { drop: 'all' }, lossMs, bound });
      });
    }

    for (const offlineMs of [0, 1_000]) {
      await row(`another network after ${offlineMs} ms without any`, async (t) => {
        await changeNetwork(t, stage, { offlineMs, bound: 6_000 });
      });
    }

    await row('the direct path dies, a relay remains', (t) => loseDirectPath(t, stage));

    await row('asleep for 15 s', async (t) => {
      await fallAsleep(t, stage, { sleepMs: 15_000, bound: 5_000 });
    });
  }
});
