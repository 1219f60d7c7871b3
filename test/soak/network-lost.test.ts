/** A network or a machine is gone for two minutes: longer than the grace that a seat has. */
import t from 'tap';
import { fallAsleep, interrupt } from '../helpers/network/lab-fault.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';

t.test('two minutes without one side', { skip: labProblem() }, async (t) => {
  const stage = await LabStage.open(t);

  await t.test('all of its network is lost', async (t) => {
    await interrupt(t, stage, { trouble: { drop: 'all' }, lossMs: 120_000, bound: 5_000 });
  });

  await t.test('a laptop asleep', async (t) => {
    await fallAsleep(t, stage, { sleepMs: 120_000, bound: 5_000 });
  });
});
