/**
 * Calls over networks that lose, delay and squeeze what they carry, or that let nothing through but
 * what a relay carries; and sockets that are dead and do not say so.
 */
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { VideoRoom } from '../../elements/video-room/video-room.js';
import { assertWithin } from '../helpers/assertions/assert-within.js';
import { until } from '../helpers/assertions/until.js';
import { realShare, soundOf } from '../helpers/call/sound-meter.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { LabCall, noted, openLabPage, startJoin } from '../helpers/network/lab-call.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';

/** How long a call is looked at once it is up: two seconds of settling, then what is measured. */
const SETTLE_MS = 2_000;
const LOOK_MS = 4_000;

const UP_MS = 5_000;
/** Half of the sound made up is what people call chopped; a starved sound has nearly none. */
const MIN_REAL_SOUND = 0.5;

t.test('poor networks', { skip: labProblem() }, async (t) => {
  const { lab, browsers } = await LabStage.open(t);

  /** The call must be up in time after `join`, stay up, and be heard, with this on the line. */
  async function callOver(t: Test, spoil: () => Promise<void> | void): Promise<LabCall> {
    const first = await openLabPage(t, browsers.b);
    const second = await openLabPage(t, browsers.a);
    await startJoin(first, t.name);
    await waitForState(first, 'waiting');
    await spoil();
    const from = Date.now();
    await startJoin(second, t.name);
    const call = new LabCall([first, second]);
    await Promise.all(call.pages.map((page) => waitForState(page, 'connected')));
    const [connected] = await noted(second, 'call-connected');
    const { ms } = (connected?.detail ?? { ms: Number.NaN }) as { ms: number };
    assertWithin(t, { what: 'up after join', figure: Math.round(ms), bound: UP_MS });

    await delay(SETTLE_MS);
    const before = await Promise.all(call.pages.map(soundOf));
    await delay(LOOK_MS);
    const after = await Promise.all(call.pages.map(soundOf));
    const shares = after.map((sound, index) => realShare(before[index] ?? sound, sound));
    const { restarts, connections } = await call.attempts(from);
    const percent = shares.map((share) => Math.round(share * 100));
    t.comment(
      `up after ${Math.round(ms)} ms; real sound ${percent.join(' and ')} %; ` +
        `${restarts} restarts, ${connections} more connections`,
    );
    for (const share of shares) t.ok(share >= MIN_REAL_SOUND, `sound is heard: ${share}`);
    t.ok(restarts + connections <= 2, 'no storm of restarts');
    for (const page of call.pages) t.strictSame(await noted(page, 'peer-left'), []);
    return call;
  }

  const nothing = () => undefined;
  await t.test('without trouble', async (t) => void (await callOver(t, nothing)));

  await t.test('10 % loss', async (t) => {
    await callOver(t, () => lab.trouble('a', { lossPercent: 10 }));
  });

  await t.test('300 ms round trip', async (t) => void (await callOver(t, () => lab.delay(150))));

  await t.test('150 kbit/s', async (t) => {
    await callOver(t, () => lab.rate('a', 150));
    await lab.rate('a', 0);
  });

  await t.test('no direct path and 5 % loss: through the relay', async (t) => {
    const call = await callOver(t, () => {
      lab.allowDirect(false);
      lab.trouble('a', { lossPercent: 5 });
    });
    t.ok(await call.isRelayed());
  });

  await t.test('relay-only: no UDP leaves but to the relay', async (t) => {
    const readUdp = await lab.countUdp();
    await LabCall.open(t, browsers, (page) =>
      page.locator('video-room').evaluate((element) => {
        (element as unknown as VideoRoom).relayOnly = true;
      }),
    );
    const { relay, others } = await readUdp();
    t.comment(`${relay} packets to the relay, ${others} to others`);
    t.ok(relay > 100, 'the call goes over the relay');
    t.equal(others, 0, 'and nothing anywhere else');
  });

  await t.test('a socket that is dead and does not say so', async (t) => {
    const call = await LabCall.open(t, browsers);
    const [side, peer] = call.pages;
    const from = Date.now();
    await lab.silenceSockets();
    const away = await until('the peer is told', async () =>
      (await noted(peer, 'peer', from)).find(({ detail }) => detail === 'away'),
    );
    const joined = await until('seated again', async () =>
      (await noted(side, 'socket-joined', from)).at(0),
    );
    const [asked = joined] = await noted(side, 'socket-join', from);
    const told = Math.round(away.at - from);
    const seated = Math.round(joined.at - asked.at);
    const gap = await call.gap(from);
    t.comment(`told after ${told} ms, seated ${seated} ms after the token was shown`);
    t.comment(`a new socket after ${Math.round(asked.at - from)} ms; gap ${gap} ms`);
    assertWithin(t, { what: 'away', figure: told, bound: 8_000 });
    assertWithin(t, { what: 'seated', figure: seated, bound: 500 });
    const bound = Math.min(1_000, Math.max(250, 2 * call.controlMs));
    assertWithin(t, { what: 'gap of the picture', figure: gap, bound });
    t.strictSame(await noted(peer, 'peer-left'), []);
    t.strictSame(await noted(side, 'room-full'), []);
  });
});
