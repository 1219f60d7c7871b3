/**
 * What a person gets over a narrow line, beside what a plain RTCPeerConnection with its default settings
 * gives over the same line in the same minutes.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t from 'tap';
import type { VideoRoom } from '../../elements/video-room/video-room.js';
import { until } from '../helpers/assertions/until.js';
import { cameraFile } from '../helpers/browser/camera-file.js';
import { openPage } from '../helpers/browser/open-page.js';
import { speechFile } from '../helpers/browser/speech-file.js';
import { connectPlainly, plainStats } from '../helpers/call/plain-call.js';
import {
  type ReceivedMediaStats,
  watchReceivedMedia,
} from '../helpers/call/received-media-stats.js';
import { waitForMovingPicture, waitForState } from '../helpers/call/two-browsers.js';
import { openLabPage, startJoin } from '../helpers/network/lab-call.js';
import { LabStage, labProblem } from '../helpers/network/lab-stage.js';
import { ORIGIN, TURN_ADDRESS } from '../helpers/network/network-lab.js';

const LIMITS_KBIT = [300, 150, 60];
/** After each change of the line: so long both may take to find out, then so long is looked. */
const SETTLE_MS = 14_000;
const LOOK_SECONDS = 8;

type Read = (page: Page) => Promise<Record<string, unknown>[]>;

const ourStats: Read = (page) =>
  page
    .locator('video-room')
    .evaluate(async (element) => [
      ...((await (element as unknown as VideoRoom).getStats())?.values() ?? []),
    ]);

const describe = ({
  framesPerSecond,
  height,
  concealed,
  roundTripMs,
}: ReceivedMediaStats): string =>
  `${framesPerSecond.toFixed(1)} pictures/s, ${Math.round(height)} lines, ` +
  `${(concealed * 100).toFixed(1)} % of the sound made up, ${Math.round(roundTripMs)} ms round trip`;

t.test('a narrow line', { skip: labProblem() }, async (t) => {
  const args = [
    `--use-file-for-fake-video-capture=${await cameraFile(t)}`,
    `--use-file-for-fake-audio-capture=${await speechFile(t)}`,
  ];
  const { lab, browsers } = await LabStage.open(t, undefined, {}, args);

  /** What both get under each limit. */
  async function measure(
    pages: readonly [Page, Page],
    read: Read,
  ): Promise<ReceivedMediaStats[][]> {
    const results: ReceivedMediaStats[][] = [];
    for (const kbit of LIMITS_KBIT) {
      await lab.rate('a', kbit);
      await delay(SETTLE_MS);
      results.push(
        await Promise.all(pages.map((page) => watchReceivedMedia(() => read(page), LOOK_SECONDS))),
      );
    }
    await lab.rate('a', 0);
    return results;
  }

  const ours = [await openLabPage(t, browsers.a), await openLabPage(t, browsers.b)] as const;
  for (const page of ours) await startJoin(page, t.name);
  await Promise.all(ours.map((page) => waitForState(page, 'connected')));
  await Promise.all(ours.map((page) => waitForMovingPicture(page)));
  await delay(4_000);
  const got = await measure(ours, ourStats);
  const shown = await Promise.all(
    ours.map((page) =>
      page.locator('video-room').evaluate((element) => (element as unknown as VideoRoom).quality),
    ),
  );
  t.comment(JSON.stringify(shown));
  await Promise.all(ours.map((page) => page.context().close()));

  const plain = [await openPage(t, browsers.a), await openPage(t, browsers.b)] as const;
  for (const page of plain) await page.goto(`${ORIGIN}/healthz`);
  await connectPlainly(plain, `stun:${TURN_ADDRESS}:3478`);
  await until('a plain picture', async () =>
    (await plainStats(plain[0])).some(({ framesDecoded }) => Number(framesDecoded) > 0),
  );
  await delay(4_000);
  const theirs = await measure(plain, plainStats);

  for (const [index, kbit] of LIMITS_KBIT.entries()) {
    for (const [side, who] of ['behind the line', 'beyond it'].entries()) {
      const [our, their] = [got[index]?.[side], theirs[index]?.[side]];
      if (our) t.comment(`${kbit} kbit/s, ${who}: ours   ${describe(our)}`);
      if (their) t.comment(`${kbit} kbit/s, ${who}: plain  ${describe(their)}`);
    }
  }
});
