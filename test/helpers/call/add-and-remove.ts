/** Adds the element to a page and removes it again and again, and measures what is left of it. */
import type { CDPSession, Page } from 'playwright-core';
import type { Test } from 'tap';
import type { VideoRoom } from '../../../elements/video-room/video-room.js';
import { until } from '../assertions/until.js';

/** What must not grow, each an expression for a prototype. */
const KINDS = {
  elements: "customElements.get('video-room').prototype",
  connections: 'RTCPeerConnection.prototype',
  sockets: 'WebSocket.prototype',
  tracks: 'MediaStreamTrack.prototype',
  streams: 'MediaStream.prototype',
  videos: 'HTMLVideoElement.prototype',
  sounds: 'BaseAudioContext.prototype',
} as const;

/** Objects that are alive after a collection, nodes and listeners of the page, and its heap in bytes. */
type Left = Record<keyof typeof KINDS | 'nodes' | 'listeners' | 'heap', number>;

async function countObjects(cdp: CDPSession, prototype: string): Promise<number> {
  const objectGroup = 'count';
  const { result } = await cdp.send('Runtime.evaluate', { expression: prototype, objectGroup });
  const { objects } = await cdp.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId ?? '',
    objectGroup,
  });
  const length = await cdp.send('Runtime.callFunctionOn', {
    functionDeclaration: 'function () { return this.length; }',
    objectId: objects.objectId ?? '',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup });
  return length.result.value;
}

/** What is alive once everything that can be collected has been. */
async function whatIsLeft(cdp: CDPSession): Promise<Left> {
  await cdp.send('HeapProfiler.collectGarbage');
  const counts: Partial<Left> = {};
  for (const [kind, prototype] of Object.entries(KINDS)) {
    counts[kind as keyof typeof KINDS] = await countObjects(cdp, prototype);
  }
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
  return {
    ...(counts as Left),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    heap: metric('JSHeapUsedSize'),
  };
}

/** Comes and goes so many times, each time as far as this state. */
async function comeAndGo(page: Page, cycles: number, state: string): Promise<void> {
  await page.evaluate(
    async ([cycles, state]) => {
      for (let cycle = 0; cycle < cycles; cycle++) {
        const call = document.createElement('video-room') as VideoRoom;
        call.room = 'come and go';
        const reached = new Promise<void>((resolve) => {
          call.addEventListener('state-change', ({ detail }) => {
            if (detail.state === state) resolve();
          });
        });
        document.body.append(call);
        await reached;
        await call.updateComplete;
        call.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    [cycles, state] as const,
  );
}

/** A few times for what is loaded and kept once, then so many times: nothing more may be left. */
export async function leavesNothing(
  t: Test,
  page: Page,
  address: string,
  { cycles, state }: { readonly cycles: number; readonly state: string },
): Promise<void> {
  const warm = 10;
  await page.goto(address);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await comeAndGo(page, warm, state);
  let before = await whatIsLeft(cdp);
  await until('the first are gone', async () => {
    before = await whatIsLeft(cdp);
    return before.elements <= 1;
  });
  await comeAndGo(page, cycles, state);
  let after = await whatIsLeft(cdp);
  const grown = () =>
    Object.keys(KINDS)
      .concat('nodes', 'listeners')
      .filter((kind) => {
        const name = kind as keyof Left;
        return after[name] > before[name];
      });
  await until(
    'the last are gone',
    async () => {
      after = await whatIsLeft(cdp);
      return grown().length === 0;
    },
    20_000,
  ).catch(() => null);
  t.comment(`before: ${JSON.stringify(before)}`);
  t.comment(`after ${cycles}: ${JSON.stringify(after)}`);
  t.comment(`heap: ${Math.round((after.heap - before.heap) / cycles)} bytes a cycle`);
  t.strictSame(grown(), [], 'nothing has become more');
  t.ok(after.elements <= 1, 'no element but perhaps the last is kept');
}
