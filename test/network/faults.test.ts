/**
 * What a call between two networks lives through: paths that die, networks that go and change, a
 * relay that starts anew. The figure of each fault is printed beside its bound.
 */
import t from 'tap';
import { LabCall } from '../helpers/lab-call.js';
import { interrupt, keepsBound, survives } from '../helpers/lab-fault.js';
import { LabStage, labProblem } from '../helpers/lab-stage.js';

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

  for (const [offlineMs, bound] of [
    [0, 3_000],
    [1_000, 4_000],
  ] as const) {
    await t.test(`another network after ${offlineMs} ms without any`, async (t) => {
      const call = await LabCall.open(t, browsers);
      const from = Date.now();
      await lab.changeNetwork(offlineMs);
      // Frames that are on their way still come for a moment.
      await call.back(from + 1_500);
      await keepsBound(t, call, { what: 'gap', figure: await call.gap(from), bound, from });
      await survives(t, call);
    });
  }

  await t.test('the direct path dies, a relay remains', async (t) => {
    const call = await LabCall.open(t, browsers);
    t.notOk(await call.isRelayed(), 'it is direct at first');
    const from = Date.now();
    lab.allowDirect(false);
    await call.back(from + 1_000);
    t.ok(await call.isRelayed(), 'it is relayed then');
    await keepsBound(t, call, { what: 'gap', figure: await call.gap(from), bound: 4_000, from });
    await survives(t, call);
  });

  await t.test('the TURN server starts anew', async (t) => {
    lab.allowDirect(false);
    const call = await LabCall.open(t, browsers);
    const from = Date.now();
    await stage.restartTurn();
    await call.back(from + 1_000);
    await keepsBound(t, call, { what: 'gap', figure: await call.gap(from), bound: 5_000, from });
    await survives(t, call);
  });
});
