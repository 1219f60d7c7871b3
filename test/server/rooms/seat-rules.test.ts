import t from 'tap';
import type { SeatClaim, SeatRequest } from '../../../server/rooms/room-store.js';
import * as rules from '../../../server/rooms/seat-rules.js';

const GRACE_MS = 30_000;

const ask = (holder: string, more: Partial<SeatRequest> = {}): SeatRequest => ({
  room: 'x',
  holder,
  session: `s-${holder}`,
  ...more,
});

/** Seats each holder in turn at the given time. */
function roomWith(now: number, ...holders: string[]): rules.Room {
  return holders.reduce<rules.Room>(
    (room, holder) => rules.assignSeat(room, ask(holder), now, `id-${holder}`).room,
    rules.EMPTY_ROOM,
  );
}

const claimOf = (room: rules.Room, seat: 'first' | 'second'): SeatClaim => {
  const claim = room[seat]?.claim;
  if (!claim) throw new Error(`${seat} is free`);
  return claim;
};

t.test('newcomers get first, then second, then full', async (t) => {
  const one = rules.assignSeat(rules.EMPTY_ROOM, ask('a'), 1000, 'id-a');
  t.match(one.outcome, { outcome: 'seated', peer: 'absent', claim: { seat: 'first', id: 'id-a' } });
  const two = rules.assignSeat(one.room, ask('b', { displayName: 'Bea' }), 1000, 'id-b');
  t.match(two.outcome, { outcome: 'seated', peer: 'present', peerSession: 's-a' });
  t.same(two.notifications, [
    {
      holder: 'a',
      event: { type: 'peer', status: 'present', session: 's-b', displayName: 'Bea' },
    },
  ]);
  const three = rules.assignSeat(two.room, ask('c'), 1000, 'id-c');
  t.same(three.outcome, { outcome: 'full' }, 'and nothing else about the room');
  t.same(three.notifications, []);
  t.same(three.room, two.room);
});

t.test('claims are issued in strict order, even if the clock stops or steps back', async (t) => {
  const room = roomWith(1000, 'a', 'b');
  t.equal(claimOf(room, 'first').issuedAt, 1000);
  t.equal(claimOf(room, 'second').issuedAt, 1001);
  const { room: later } = rules.assignSeat(
    rules.leaveSeat(room, 'a', 500).room,
    ask('c'),
    500,
    'id-c',
  );
  t.equal(claimOf(later, 'first').issuedAt, 1002);
});

t.test(
  'the owner returns at once, and the late close of the old socket frees nothing',
  async (t) => {
    const room = roomWith(1000, 'a', 'b');
    const claim = claimOf(room, 'first');
    const back = rules.assignSeat(room, ask('a2', { claim }), 2000, 'new');
    const issued = { ...claim, issuedAt: 2000 };
    t.match(back.outcome, {
      outcome: 'seated',
      claim: issued,
      peer: 'present',
      peerSession: 's-b',
    });
    t.same(back.notifications, [
      { holder: 'a', event: { type: 'replaced' } },
      { holder: 'b', event: { type: 'peer', status: 'present', session: 's-a2' } },
    ]);
    for (const late of [
      rules.markSeatAway(back.room, 'a', 2000, GRACE_MS),
      rules.leaveSeat(back.room, 'a', 2000),
      rules.releasePeerSeat(back.room, 'a', 2000),
      rules.extendPeerGrace(back.room, 'a', 2000, GRACE_MS),
    ]) {
      t.same(late, { room: back.room, notifications: [] });
    }
  },
);

t.test('a lost socket makes the seat away until the owner returns', async (t) => {
  const room = roomWith(1000, 'a', 'b');
  const lost = rules.markSeatAway(room, 'a', 2000, GRACE_MS);
  t.same(lost.notifications, [{ holder: 'b', event: { type: 'peer', status: 'away' } }]);
  t.equal(rules.findNextExpiry(lost.room), 2000 + GRACE_MS);
  t.same(rules.markSeatAway(lost.room, 'a', 3000, GRACE_MS), {
    room: lost.room,
    notifications: [],
  });
  t.same(rules.assignSeat(lost.room, ask('c'), 2001, 'id-c').outcome, { outcome: 'full' });
  const back = rules.assignSeat(
    lost.room,
    ask('a2', { claim: claimOf(room, 'first') }),
    3000,
    'new',
  );
  t.same(
    back.notifications.map(({ holder }) => holder),
    ['b'],
  );
  t.equal(back.room.first?.awayUntil, null);
});

t.test('a seat expires at the end of its grace period without a timer', async (t) => {
  const { room } = rules.markSeatAway(roomWith(1000, 'a', 'b'), 'a', 2000, GRACE_MS);
  const end = 2000 + GRACE_MS;
  t.same(rules.freeExpiredSeats(room, end - 1), { room, notifications: [] });
  const taken = rules.assignSeat(room, ask('c'), end, 'id-c');
  t.match(taken.outcome, { outcome: 'seated', claim: { seat: 'first' }, peer: 'present' });
  t.match(taken.notifications, [
    { holder: 'b', event: { status: 'absent' } },
    { holder: 'b', event: { status: 'present', session: 's-c' } },
  ]);
  const both = rules.markSeatAway(room, 'b', end - 1, GRACE_MS);
  t.match(both.notifications, [], 'nobody is there to hear it');
  t.ok(rules.isEmpty(rules.freeExpiredSeats(both.room, end + GRACE_MS).room));
});

t.test('extendPeerGrace holds an away seat, releasePeerSeat frees it', async (t) => {
  const { room } = rules.markSeatAway(roomWith(1000, 'a', 'b'), 'a', 2000, GRACE_MS);
  const vouched = rules.extendPeerGrace(room, 'b', 20_000, GRACE_MS);
  t.equal(vouched.room.first?.awayUntil, 20_000 + GRACE_MS);
  t.same(vouched.notifications, []);
  const released = rules.releasePeerSeat(vouched.room, 'b', 20_000);
  t.equal(released.room.first, null);
  t.same(released.notifications, [{ holder: 'b', event: { type: 'peer', status: 'absent' } }]);
});

t.test('extendPeerGrace and releasePeerSeat affect only an away peer', async (t) => {
  for (const room of [roomWith(1000, 'a', 'b'), roomWith(1000, 'b')]) {
    t.same(rules.extendPeerGrace(room, 'b', 2000, GRACE_MS), { room, notifications: [] });
    t.same(rules.releasePeerSeat(room, 'b', 2000), { room, notifications: [] });
  }
});

t.test('leaveSeat frees the seat and tells a present peer', async (t) => {
  const left = rules.leaveSeat(roomWith(1000, 'a', 'b'), 'a', 2000);
  t.equal(left.room.first, null);
  t.same(left.notifications, [{ holder: 'b', event: { type: 'peer', status: 'absent' } }]);
  t.ok(rules.isEmpty(rules.leaveSeat(left.room, 'b', 2000).room));
});

t.test('a free seat is taken under the id of the claim, and issued anew', async (t) => {
  const claim: SeatClaim = { seat: 'second', issuedAt: 7, id: 'old' };
  const { outcome } = rules.assignSeat(rules.EMPTY_ROOM, ask('a', { claim }), 9000, 'new');
  t.same(outcome, { outcome: 'seated', claim: { ...claim, issuedAt: 9000 }, peer: 'absent' });
});

t.test('after a clock step back, claims are issued later than the presented one', async (t) => {
  const claim: SeatClaim = { seat: 'first', issuedAt: 9000, id: 'old' };
  const { outcome } = rules.assignSeat(rules.EMPTY_ROOM, ask('a', { claim }), 7, 'new');
  t.match(outcome, { claim: { issuedAt: 9001 } });
});

t.test('in the return window the later-issued of two claims for one seat wins', async (t) => {
  const shown: SeatClaim = { seat: 'first', issuedAt: 10, id: 'm' };
  const isReturnWindow = true;
  const room = rules.assignSeat(rules.EMPTY_ROOM, ask('a', { claim: shown }), 9000, 'new').room;
  const cases: [string, Partial<SeatClaim>, boolean][] = [
    ['later', { issuedAt: 11 }, true],
    ['same time', {}, false],
    ['earlier', { issuedAt: 9 }, false],
  ];
  for (const [name, change, wins] of cases) {
    const claim = { ...shown, id: 'other', ...change };
    const ruling = rules.assignSeat(room, ask('b', { claim, isReturnWindow }), 9000, 'new');
    if (wins) {
      t.match(ruling.outcome, { outcome: 'seated', claim: { seat: 'first', id: 'other' } }, name);
      t.same(ruling.notifications, [{ holder: 'a', event: { type: 'replaced' } }], name);
    } else {
      t.match(ruling.outcome, { claim: { seat: 'second', id: 'other' }, peer: 'present' }, name);
      t.match(
        ruling.notifications,
        [{ holder: 'a', event: { type: 'peer', status: 'present' } }],
        name,
      );
    }
    const later = rules.assignSeat(room, ask('b', { claim }), 9000, 'new');
    t.match(later.outcome, { claim: { seat: 'second', id: 'other' } }, `${name}, after the window`);
  }
});

t.test(
  'in the return window an owner gets the seat back from a claim of the other seat',
  async (t) => {
    const isReturnWindow = true;
    const claims = {
      owner: { seat: 'first', issuedAt: 30, id: 'owner' },
      moved: { seat: 'first', issuedAt: 20, id: 'moved' },
      guest: { seat: 'second', issuedAt: 10, id: 'guest' },
    } as const;
    let room = rules.EMPTY_ROOM;
    for (const [holder, claim] of Object.entries(claims)) {
      room = rules.assignSeat(room, ask(holder, { claim, isReturnWindow }), 9000, 'new').room;
    }
    t.equal(room.first?.holder, 'owner');
    t.equal(room.second?.holder, 'guest');
  },
);

t.test('an owner with an older token keeps the current seat', async (t) => {
  const old: SeatClaim = { seat: 'first', issuedAt: 7, id: 'a' };
  const taken = rules.assignSeat(rules.EMPTY_ROOM, ask('x'), 9000, 'x').room;
  const moved = rules.assignSeat(taken, ask('a', { claim: old }), 9000, 'new').room;
  t.match(moved.second, { holder: 'a', claim: { id: 'a' } });
  const alone = rules.leaveSeat(moved, 'x', 9000).room;
  const back = rules.assignSeat(alone, ask('a2', { claim: old }), 9000, 'new');
  t.match(back.room, { first: null, second: { holder: 'a2', claim: { id: 'a' } } });
  t.match(back.notifications, [{ holder: 'a', event: { type: 'replaced' } }]);
});

t.test('a claim older than a day is invalid, unless its owner has a seat', async (t) => {
  const day = 24 * 60 * 60 * 1000;
  const claim: SeatClaim = { seat: 'second', issuedAt: 10 * day, id: 'old' };
  for (const now of [11 * day + 1, 9 * day - 1]) {
    const { outcome } = rules.assignSeat(rules.EMPTY_ROOM, ask('a', { claim }), now, 'new');
    t.match(outcome, { claim: { seat: 'first', issuedAt: now, id: 'new' } });
  }
  const seated = rules.assignSeat(rules.EMPTY_ROOM, ask('a', { claim }), 11 * day, 'new').room;
  const own = { ...claim, issuedAt: seated.second?.claim.issuedAt ?? 0 };
  const back = rules.assignSeat(seated, ask('b', { claim: own }), 13 * day, 'new');
  t.match(back.outcome, { claim: { seat: 'second', issuedAt: 13 * day, id: 'old' } });
});

t.test('a claim without a free seat gets full', async (t) => {
  const room = roomWith(1000, 'a', 'b');
  const claim: SeatClaim = { seat: 'first', issuedAt: 1, id: 'old' };
  t.same(rules.assignSeat(room, ask('c', { claim }), 2000, 'new').outcome, { outcome: 'full' });
});

t.test('the offer in a join reaches a present peer, and is dropped without one', async (t) => {
  const description = { type: 'offer', sdp: 'v=0' } as const;
  const room = roomWith(1000, 'a');
  const met = rules.assignSeat(room, ask('b', { description }), 1000, 'id-b');
  t.match(met.notifications, [{ holder: 'a', event: { description } }]);
  const away = rules.markSeatAway(room, 'a', 1000, GRACE_MS).room;
  const missed = rules.assignSeat(away, ask('b', { description }), 1000, 'id-b');
  t.match(missed.outcome, { outcome: 'seated', peer: 'away', peerSession: 's-a' });
  t.same(missed.notifications, []);
  t.notMatch(JSON.stringify(missed.room), 'v=0', 'and not stored');
});

t.test('findPresentPeer returns only present peers', async (t) => {
  const room = roomWith(1000, 'a', 'b');
  t.equal(rules.findPresentPeer(room, 'a')?.holder, 'b');
  t.equal(rules.findPresentPeer(room, 'stranger'), null);
  t.equal(rules.findPresentPeer(rules.markSeatAway(room, 'b', 1, GRACE_MS).room, 'a'), null);
  t.equal(rules.findPresentPeer(roomWith(1000, 'a'), 'a'), null);
});
