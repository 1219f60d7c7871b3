/** A line that loses packets, and one that carries hardly more than a voice: what is done for the voice. */
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { VideoRoom } from '../../elements/video-room/video-room.js';
import { PATIENCE_MS, until } from '../helpers/assertions/until.js';
import { speechFile } from '../helpers/browser/speech-file.js';
import { type CallRates, callRates } from '../helpers/call/call-rates.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { LabCall, noted } from '../helpers/network/lab-call.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';

/** What has become narrow is widened step by step, each of them tried first. */
const TRY_PATIENCE_MS = 3 * PATIENCE_MS;

const qualityOf = (page: Page) =>
  page.locator('video-room').evaluate((element) => (element as unknown as VideoRoom).quality);

const describe = ({ soundPacketsSent, soundKbitSent, picturesReceived, realSound }: CallRates) =>
  `${soundPacketsSent.toFixed(0)} packets of sound with ${soundKbitSent.toFixed(0)} kbit sent, ` +
  `${picturesReceived.toFixed(2)} pictures received a second, ${(realSound * 100).toFixed(1)} % real sound`;

t.test('the sound first', { skip: labProblem() }, async (t) => {
  const args = [`--use-file-for-fake-audio-capture=${await speechFile(t)}`];
  const { lab, browsers } = await LabStage.open(t, undefined, {}, args);

  /** Waits until what both send and get is like this. */
  async function waitForRates(
    t: Test,
    { pages }: LabCall,
    what: string,
    isIt: (rates: CallRates, side: number) => boolean,
  ): Promise<void> {
    const look = async () => {
      const now = await Promise.all(pages.map((page) => callRates(page, 4)));
      return now.every(isIt) ? now : null;
    };
    const rates = await until(what, look, TRY_PATIENCE_MS);
    for (const each of rates) t.comment(`${what}: ${describe(each)}`);
  }

  await t.test('10 % loss: the sound is sent twice', async (t) => {
    const call = await LabCall.open(t, browsers);
    const before = await Promise.all(call.pages.map((page) => callRates(page, 4)));
    for (const each of before) t.comment(`before: ${describe(each)}`);
    lab.trouble('a', { lossPercent: 10 });
    await waitForRates(t, call, 'twice', ({ soundKbitSent }, side) => {
      return soundKbitSent > 1.5 * (before[side]?.soundKbitSent ?? Number.NaN);
    });
    for (const page of call.pages) t.strictSame(await noted(page, 'peer-left'), []);
  });

  await t.test('60 kbit/s: a voice in long packets, and a still now and then', async (t) => {
    const call = await LabCall.open(t, browsers);
    await waitForRates(t, call, 'before', ({ soundPacketsSent, picturesReceived }) => {
      return soundPacketsSent > 40 && picturesReceived > 5;
    });
    await lab.rate('a', 60);
    await waitForRates(
      t,
      call,
      'narrow',
      ({ soundPacketsSent, picturesReceived, realSound }) =>
        soundPacketsSent < 25 && picturesReceived > 0 && picturesReceived < 2 && realSound > 0.9,
    );
    const said = await Promise.all(call.pages.map(qualityOf));
    t.comment(JSON.stringify(said));
    t.strictSame(
      said.map(({ level }) => level),
      ['poor', 'poor'],
      'both say so',
    );
    t.not(said[0]?.cause, said[1]?.cause, 'and mean the same side');

    await lab.rate('a', 0);
    await waitForRates(t, call, 'wide again', ({ soundPacketsSent, picturesReceived }) => {
      return soundPacketsSent > 40 && picturesReceived > 5;
    });
    const isGood = async () =>
      (await Promise.all(call.pages.map(qualityOf))).every(({ level }) => level === 'good');
    await until('both say that it is good', isGood, TRY_PATIENCE_MS);

    // What was asked of the encoders does not stand in the way of the next exchange.
    const from = Date.now();
    await lab.changeNetwork();
    await until('a new path', async () => {
      const { restarts, connections } = await call.attempts(from);
      return restarts + connections > 0;
    });
    await Promise.all(call.pages.map((page) => waitForState(page, 'connected')));
    await Promise.all(call.pages.map((page) => waitForMovingPicture(page)));
    for (const page of call.pages) t.strictSame(await noted(page, 'peer-left'), []);
  });
});
