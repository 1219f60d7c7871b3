/** A relay for networks that let no UDP through, and credentials that end in the middle of a call. */
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { LabCall } from '../helpers/network/lab-call.js';
import { assertWithin, survives } from '../helpers/network/lab-fault.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';
import { TURN_ADDRESS } from '../helpers/network/network-lab.js';

const TTL_SECONDS = 15;

t.test('ways to the relay', { skip: labProblem() }, async (t) => {
  const address = `turn:${TURN_ADDRESS}:3478?transport`;
  const stage = await LabStage.open(t, undefined, {
    TURN_URLS: `${address}=udp,${address}=tcp`,
    TURN_TTL_SECONDS: String(TTL_SECONDS),
  });
  const { lab, browsers } = stage;

  await t.test('by TCP, where no UDP is let through', async (t) => {
    lab.trouble('a', { drop: 'udp' });
    const call = await LabCall.open(t, browsers);
    t.same(await call.relay(), { protocol: 'tcp' });
    await survives(t, call, { from: 0 });
  });

  await t.test('the relay starts anew when the first credentials have ended', async (t) => {
    lab.allowDirect(false);
    const call = await LabCall.open(t, browsers);
    await delay((TTL_SECONDS + 1) * 1_000);
    const from = Date.now();
    await stage.restartTurn();
    await call.back(from + 1_000);
    t.ok(await call.isRelayed());
    await assertWithin(t, call, { what: 'gap', figure: await call.gap(from), bound: 5_000, from });
    await survives(t, call, { from });
  });
});
