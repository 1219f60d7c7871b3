/** The network of one side is gone for two minutes: longer than the grace that a seat has. */
import t from 'tap';
import { interrupt } from '../helpers/lab-fault.js';
import { LabStage, labProblem } from '../helpers/lab-stage.js';

t.test("all of one side's network is lost for 120 s", { skip: labProblem() }, async (t) => {
  const stage = await LabStage.open(t);
  await interrupt(t, stage, { trouble: { drop: 'all' }, lossMs: 120_000, bound: 5_000 });
});
