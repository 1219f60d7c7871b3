/**
 * What a call between two networks lives through: paths that die, networks that go and change, a
 * relay that starts anew, a lid that is closed. The figure of each fault is printed beside its bound.
 */
import t from 'tap';
import { LabCall } from '../helpers/network/lab-call.js';
import {
  assertWithin,
  changeNetwork,
  fallAsleep,
  interrupt,
  loseDirectPath,
  survives,
} from '../helpers/network/lab-fault.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';

t.test('faults between two networks', { skip: labProblem() }, async (t) => {
  const stage = await LabStage.open(t);
  const { lab, browsers } = stage;

  await t.test('UDP is lost for 5 s', async (t) => {
    await interrupt(t, stage, { trouble: { drop: 'udp' }, lossMs: 5_000, bound: 2_000 });
  });

  await t.test("all of one side's network is lost for 5 s", async (t) => {
    await interrupt(t, stage, { trouble: { drop: 'all' }, lossMs: 5_000, bound: 2_000 });
  });

  await t.test("all of one side's network is lost for 20 s", async (t) => {
    await interrupt(t, stage, { trouble: { drop: 'all' }, lossMs: 20_000, bound: 3_000 });
  });

  await t.test('another network', async (t) => {
    await changeNetwork(t, stage, { offlineMs: 0, bound: 3_000 });
  });

  await t.test('another network after 1 s without any', async (t) => {
    await changeNetwork(t, stage, { offlineMs: 1_000, bound: 4_000 });
  });

  await t.test('the direct path dies, a relay remains', (t) => loseDirectPath(t, stage));

  await t.test('the TURN server starts anew', async (t) => {
    lab.allowDirect(false);
    const call = await LabCall.open(t, browsers);
    const from = Date.now();
    await stage.restartTurn();
    await call.back(from + 1_000);
    await assertWithin(t, call, { what: 'gap', figure: await call.gap(from), bound: 5_000, from });
    await survives(t, call, { from });
  });

  await t.test('a laptop asleep for 15 s', async (t) => {
    await fallAsleep(t, stage, { sleepMs: 15_000, bound: 5_000 });
  });
});
