import t, { type Test } from 'tap';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import type { SeatEvent } from '../../../server/rooms/room-store.js';
import { until } from '../../helpers/assertions/until.js';

function storeWith(t: Test, graceMs: number) {
  const store = new MemoryRoomStore({ graceMs });
  t.teardown(() => store.close());
  const heard: Record<string, SeatEvent[]> = {};
  const requestSeat = (holder: string, more = {}) => {
    const events: SeatEvent[] = [];
    heard[holder] = events;
    return store.requestSeat({ room: 'x', holder, ...more }, (event) => events.push(event));
  };
  return { store, heard, requestSeat };
}

t.test('a seat expires by itself, the peer is told, and an empty room is deleted', async (t) => {
  const { store, heard, requestSeat } = storeWith(t, 50);
  await requestSeat('a');
  await requestSeat('b');
  t.equal(await store.isFull('x'), true);
  await store.markSeatAway('x', 'a');
  await until('the seat lapses', () => heard.b?.length === 2);
  t.match(heard.b, [{ status: 'away' }, { status: 'absent' }]);
  t.equal(await store.isFull('x'), false);
  await store.markSeatAway('x', 'b');
  await until('the room is gone', () => store.size === 0);
  t.same(heard.a, [{ type: 'peer', status: 'present' }], 'who is gone hears nothing');
});

t.test('extendPeerGrace moves the end of the grace period', async (t) => {
  let now = 0;
  const store = new MemoryRoomStore({ graceMs: 60_000, now: () => now });
  t.teardown(() => store.close());
  await store.requestSeat({ room: 'x', holder: 'a' }, () => undefined);
  await store.requestSeat({ room: 'x', holder: 'b' }, () => undefined);
  await store.markSeatAway('x', 'a');
  now = 59_999;
  await store.extendPeerGrace('x', 'b');
  now = 119_998;
  t.equal(await store.isFull('x'), true);
  now = 119_999;
  t.equal(await store.isFull('x'), false);
});

t.test('signals reach only a present peer, in order', async (t) => {
  const { store, heard, requestSeat } = storeWith(t, 1000);
  await requestSeat('a');
  await store.sendSignal('x', 'a', { n: 0 });
  await requestSeat('b');
  await store.sendSignal('x', 'a', { n: 1 });
  await store.sendSignal('x', 'a', { n: 2 });
  await store.sendSignal('x', 'stranger', { n: 3 });
  await store.sendSignal('elsewhere', 'a', { n: 4 });
  t.same(heard.b, [
    { type: 'signal', signal: { n: 1 } },
    { type: 'signal', signal: { n: 2 } },
  ]);
  await store.markSeatAway('x', 'b');
  await store.sendSignal('x', 'a', { n: 5 });
  t.equal(heard.b?.length, 2);
});

t.test('a replaced holder gets no further events', async (t) => {
  const { store, heard, requestSeat } = storeWith(t, 1000);
  const outcome = await requestSeat('a');
  if (outcome.outcome !== 'seated') throw new Error('not seated');
  await requestSeat('a2', { claim: outcome.claim });
  await requestSeat('b');
  t.same(heard.a, [{ type: 'replaced' }]);
  t.same(heard.a2, [{ type: 'peer', status: 'present' }]);
  await store.leaveSeat('x', 'a');
  t.equal(await store.isFull('x'), true);
});

t.test('the store is always ready, and ignores calls after close', async (t) => {
  const { store, heard, requestSeat } = storeWith(t, 20);
  t.equal(await store.isReady(), true);
  await requestSeat('a');
  await requestSeat('b');
  await store.markSeatAway('x', 'a');
  await store.close();
  await store.leaveSeat('x', 'b');
  t.equal(store.size, 0);
  t.match(heard.b, [{ status: 'away' }]);
});
