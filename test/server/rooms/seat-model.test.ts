/**
 * The seat contract, rules 1 to 5, told a second time as a naive model and compared with the store
 * after every step of thousands of random stories: late closes, old tokens, clocks that jump.
 */
import fc from 'fast-check';
import t from 'tap';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import type { SeatClaim, SeatEvent, SeatOutcome } from '../../../server/rooms/room-store.js';

const GRACE_MS = 1000;
const RUNS = 10_000;

type Position = SeatClaim['seat'];

interface Held {
  claim: SeatClaim;
  holder: string;
  until: number;
}

/** Two chairs and a list of what everyone was told. Mutable and slow on purpose. */
class Model {
  now = 1_000_000;
  readonly chairs = new Map<Position, Held>();
  readonly told: string[] = [];

  sit(holder: string, claim: SeatClaim | undefined, newId: string): string {
    this.settle();
    const claimed = this.#ownPlace(claim) ?? this.#newPlace(newId);
    if (!claimed) return 'full';
    const before = this.chairs.get(claimed.seat);
    if (before?.until === Infinity) this.told.push(`${before.holder}: replaced`);
    this.chairs.set(claimed.seat, { claim: claimed, holder, until: Infinity });
    const peer = this.#other(claimed.seat);
    if (peer?.until === Infinity) this.told.push(`${peer.holder}: present ${holder}`);
    const status = !peer ? 'absent' : peer.until === Infinity ? 'present' : 'away';
    return `${claimed.seat} ${claimed.issuedAt} ${claimed.id} ${status} ${peer?.holder ?? '-'}`;
  }

  act(what: 'leave' | 'lose' | 'vouch' | 'release', holder: string): void {
    this.settle();
    const mine = [...this.chairs.values()].find((held) => held.holder === holder);
    if (!mine) return;
    const peer = this.#other(mine.claim.seat);
    if (what === 'leave') this.#free(mine);
    if (what === 'lose' && mine.until === Infinity) {
      mine.until = this.now + GRACE_MS;
      this.#tellPeer(mine, 'away');
    }
    if (what === 'vouch' && peer && peer.until < Infinity) peer.until = this.now + GRACE_MS;
    if (what === 'release' && peer && peer.until < Infinity) this.#free(peer);
  }

  settle(): void {
    for (const position of ['first', 'second'] as const) {
      const held = this.chairs.get(position);
      if (held && held.until <= this.now) this.#free(held);
    }
  }

  #ownPlace(claim: SeatClaim | undefined): SeatClaim | undefined {
    if (!claim) return undefined;
    const held = this.chairs.get(claim.seat)?.claim;
    if (!held || held.issuedAt < claim.issuedAt) return claim;
    return held.issuedAt === claim.issuedAt && held.id <= claim.id ? claim : undefined;
  }

  #newPlace(id: string): SeatClaim | undefined {
    const issuedAt = [...this.chairs.values()].reduce(
      (latest, { claim }) => Math.max(latest, claim.issuedAt + 1),
      this.now,
    );
    if (!this.chairs.has('first')) return { seat: 'first', issuedAt, id };
    return this.chairs.has('second') ? undefined : { seat: 'second', issuedAt, id };
  }

  #other(position: Position): Held | undefined {
    return this.chairs.get(position === 'first' ? 'second' : 'first');
  }

  #free(held: Held): void {
    this.chairs.delete(held.claim.seat);
    this.#tellPeer(held, 'absent');
  }

  #tellPeer(held: Held, status: string): void {
    const peer = this.#other(held.claim.seat);
    if (peer?.until === Infinity) this.told.push(`${peer.holder}: ${status}`);
  }
}

const say = (outcome: SeatOutcome): string =>
  outcome.outcome === 'full'
    ? 'full'
    : `${outcome.claim.seat} ${outcome.claim.issuedAt} ${outcome.claim.id} ${outcome.peer} ${outcome.peerSession ?? '-'}`;

const hear = (holder: string, event: SeatEvent): string => {
  if (event.type !== 'peer') return `${holder}: ${event.type}`;
  return `${holder}: ${event.status}${event.session ? ` ${event.session}` : ''}`;
};

/** `pick` chooses among all claims or holders of the story so far: old ones as often as new ones. */
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sit' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), pick: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('leave' as const, 'lose' as const, 'vouch' as const, 'release' as const),
      pick: fc.nat(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.constant(GRACE_MS), fc.integer({ min: -1500, max: 1500 })),
    }),
  },
);

t.test(`${RUNS} stories: store and model agree, and never more than two sit`, async (t) => {
  let mostHeld = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      const model = new Model();
      let ids = 0;
      const newId = () => `id-${ids}`;
      const store = new MemoryRoomStore({ graceMs: GRACE_MS, now: () => model.now, newId });
      const told: string[] = [];
      const claims: SeatClaim[] = [];
      const holders: string[] = [];
      try {
        for (const each of steps) {
          if (each.do === 'wait') {
            model.now += each.ms;
          } else if (each.do === 'sit' || each.do === 'return') {
            ids += 1;
            const holder = `h-${ids}`;
            const claim = each.do === 'return' ? claims[each.pick % claims.length] : undefined;
            const request = { room: 'x', holder, session: holder, ...(claim ? { claim } : {}) };
            const outcome = await store.sit(request, (event) => told.push(hear(holder, event)));
            const expected = model.sit(holder, claim, newId());
            if (say(outcome) !== expected) throw new Error(`${say(outcome)} is not ${expected}`);
            holders.push(holder);
            if (outcome.outcome === 'seated') claims.push(outcome.claim);
          } else {
            const holder = holders[each.pick % holders.length] ?? 'nobody';
            await store[each.do]('x', holder);
            model.act(each.do, holder);
          }
          if (told.join() !== model.told.join()) {
            throw new Error(`told:\n${told.join('\n')}\nexpected:\n${model.told.join('\n')}`);
          }
          const held = [...model.chairs.values()].filter(({ until }) => until > model.now);
          mostHeld = Math.max(mostHeld, held.length);
          if ((await store.isFull('x')) !== (held.length === 2)) throw new Error('isFull is wrong');
          if (model.chairs.size === 0 && store.size !== 0) throw new Error('the room is not gone');
        }
      } finally {
        await store.close();
      }
    }),
    { numRuns: RUNS },
  );
  t.equal(mostHeld, 2);
});
