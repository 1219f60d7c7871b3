/**
 * The seat contract, rules 1 to 6, as a naive model that is compared with the store
 * after every step of thousands of random stories: late closes, old tokens, clock jumps, restarts.
 * Attackers then join the same stories, and must never displace an owner.
 */
import fc from 'fast-check';
import t from 'tap';
import { MemoryRoomStore } from '../../../server/rooms/memory-room-store.js';
import type { SeatClaim, SeatEvent, SeatOutcome } from '../../../server/rooms/room-store.js';

const GRACE_MS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const RUNS = 10_000;

type Position = SeatClaim['seat'];

interface Held {
  claim: SeatClaim;
  /** When the latest token that the owner presented was issued. */
  presented: number;
  holder: string;
  until: number;
}

/** Two seats and a list of all events. Mutable and slow on purpose. */
class Model {
  now = 1_800_000_000_000;
  isReturnWindow = false;
  readonly seats = new Map<Position, Held>();
  readonly events: string[] = [];

  requestSeat(holder: string, old: SeatClaim | undefined, newId: string): string {
    this.freeExpired();
    const presented = this.#counts(old) ? old : undefined;
    const seat = this.#seatFor(presented);
    if (!seat) return 'full';
    const before = this.seats.get(seat);
    if (before?.until === Infinity) this.events.push(`${before.holder}: replaced`);
    const all = [...this.seats.values()].map(({ claim }) => claim);
    const latest = Math.max(
      0,
      ...[...all, ...(presented ? [presented] : [])].map((each) => each.issuedAt),
    );
    const claim = { seat, issuedAt: Math.max(this.now, latest + 1), id: presented?.id ?? newId };
    const rank = presented?.seat === seat ? presented.issuedAt : 0;
    const isSame = before?.claim.id === claim.id;
    this.seats.set(seat, {
      claim,
      presented: isSame ? Math.max(rank, before.presented) : rank,
      holder,
      until: Infinity,
    });
    const peer = this.#other(seat);
    if (peer?.until === Infinity) this.events.push(`${peer.holder}: present ${holder}`);
    const status = !peer ? 'absent' : peer.until === Infinity ? 'present' : 'away';
    return `${seat} ${claim.issuedAt} ${claim.id} ${status} ${peer?.holder ?? '-'}`;
  }

  apply(
    what: 'leaveSeat' | 'markSeatAway' | 'extendPeerGrace' | 'releasePeerSeat',
    holder: string,
  ): void {
    this.freeExpired();
    const mine = [...this.seats.values()].find((held) => held.holder === holder);
    if (!mine) return;
    const peer = this.#other(mine.claim.seat);
    if (what === 'leaveSeat') this.#free(mine);
    if (what === 'markSeatAway' && mine.until === Infinity) {
      mine.until = this.now + GRACE_MS;
      this.#notifyPeer(mine, 'away');
    }
    if (what === 'extendPeerGrace' && peer && peer.until < Infinity)
      peer.until = this.now + GRACE_MS;
    if (what === 'releasePeerSeat' && peer && peer.until < Infinity) this.#free(peer);
  }

  freeExpired(): void {
    for (const position of ['first', 'second'] as const) {
      const held = this.seats.get(position);
      if (held && held.until <= this.now) this.#free(held);
    }
  }

  #seatOf(id: string): Position | undefined {
    return [...this.seats].find(([, held]) => held.claim.id === id)?.[0];
  }

  #counts(claim: SeatClaim | undefined): boolean {
    if (!claim) return false;
    const age = this.now - claim.issuedAt;
    return (age <= DAY_MS && age >= -DAY_MS) || this.#seatOf(claim.id) !== undefined;
  }

  #seatFor(presented: SeatClaim | undefined): Position | undefined {
    if (presented) {
      const own = this.#seatOf(presented.id);
      if (own) return own;
      const held = this.seats.get(presented.seat);
      if (!held) return presented.seat;
      if (this.isReturnWindow && held.presented < presented.issuedAt) return presented.seat;
    }
    if (!this.seats.has('first')) return 'first';
    return this.seats.has('second') ? undefined : 'second';
  }

  #other(position: Position): Held | undefined {
    return this.seats.get(position === 'first' ? 'second' : 'first');
  }

  #free(held: Held): void {
    this.seats.delete(held.claim.seat);
    this.#notifyPeer(held, 'absent');
  }

  #notifyPeer(held: Held, status: string): void {
    const peer = this.#other(held.claim.seat);
    if (peer?.until === Infinity) this.events.push(`${peer.holder}: ${status}`);
  }
}

const describeOutcome = (outcome: SeatOutcome): string =>
  outcome.outcome !== 'seated'
    ? outcome.outcome
    : `${outcome.claim.seat} ${outcome.claim.issuedAt} ${outcome.claim.id} ${outcome.peer} ${outcome.peerSession ?? '-'}`;

const describeEvent = (holder: string, event: SeatEvent): string => {
  if (event.type !== 'peer') return `${holder}: ${event.type}`;
  return `${holder}: ${event.status}${event.session ? ` ${event.session}` : ''}`;
};

/** `pick` selects from all claims or holders of the story, old and new ones alike. */
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('requestSeat' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), pick: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'leaveSeat' as const,
        'markSeatAway' as const,
        'extendPeerGrace' as const,
        'releasePeerSeat' as const,
      ),
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

const restart = fc.record({
  do: fc.constant('restart' as const),
  /** The difference of the clock after the restart. */
  ms: fc.oneof(fc.constant(0), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS })),
});
const endOfWindow = fc.record({ do: fc.constant('end-of-window' as const) });
const story = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: step },
    { weight: 1, arbitrary: restart },
    { weight: 2, arbitrary: endOfWindow },
  ),
  { maxLength: 40, size: 'max' },
);

type Step = (typeof story extends fc.Arbitrary<(infer S)[]> ? S : never) & object;

/** One room in a story: all holders, all issued claims, all events. */
class Room {
  readonly model = new Model();
  readonly events: string[] = [];
  readonly claims: SeatClaim[] = [];
  readonly holders: string[] = [];
  mostHeld = 0;
  #ids = 0;
  #store = this.#open();

  async runStep(step: Step): Promise<void> {
    const { model } = this;
    if (step.do === 'wait') model.now += step.ms;
    else if (step.do === 'end-of-window') model.isReturnWindow = false;
    else if (step.do === 'restart') await this.restart(step.ms);
    else if (step.do === 'requestSeat') await this.requestSeat();
    else if (step.do === 'return')
      await this.requestSeat(this.claims[step.pick % this.claims.length]);
    else await this.apply(step.do, this.holders[step.pick % this.holders.length] ?? 'nobody');
    await this.#compare();
  }

  async requestSeat(claim?: SeatClaim): Promise<SeatOutcome> {
    this.#ids += 1;
    const holder = `h-${this.#ids}`;
    const { isReturnWindow } = this.model;
    const outcome = await this.#store.requestSeat(
      { room: 'x', holder, session: holder, isReturnWindow, ...(claim ? { claim } : {}) },
      (event) => this.events.push(describeEvent(holder, event)),
    );
    const expected = this.model.requestSeat(holder, claim, `id-${this.#ids}`);
    if (describeOutcome(outcome) !== expected)
      throw new Error(`${describeOutcome(outcome)} is not ${expected}`);
    this.holders.push(holder);
    if (outcome.outcome === 'seated') this.claims.push(outcome.claim);
    return outcome;
  }

  async apply(
    what: 'leaveSeat' | 'markSeatAway' | 'extendPeerGrace' | 'releasePeerSeat',
    holder: string,
  ): Promise<void> {
    await this.#store[what]('x', holder);
    this.model.apply(what, holder);
  }

  /** Restarts the store. Previous owners have priority for a while. */
  async restart(clockMs: number): Promise<void> {
    await this.#store.close();
    this.model.seats.clear();
    this.model.isReturnWindow = true;
    this.model.now += clockMs;
    this.#store = this.#open();
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #open(): MemoryRoomStore {
    return new MemoryRoomStore({
      graceMs: GRACE_MS,
      now: () => this.model.now,
      newId: () => `id-${this.#ids}`,
    });
  }

  async #compare(): Promise<void> {
    const { model, events } = this;
    if (events.join() !== model.events.join()) {
      throw new Error(`events:\n${events.join('\n')}\nexpected:\n${model.events.join('\n')}`);
    }
    const held = [...model.seats.values()].filter(({ until }) => until > model.now);
    this.mostHeld = Math.max(this.mostHeld, held.length);
    const isFull = await this.#store.isFull('x');
    if (isFull !== (held.length === 2)) throw new Error('isFull is wrong');
    if (model.seats.size === 0 && this.#store.size !== 0) throw new Error('the room is not gone');
  }
}

t.test(
  `${RUNS} random stories: store and model agree, and at most two seats are held`,
  async (t) => {
    let mostHeld = 0;
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const room = new Room();
        try {
          for (const each of steps) await room.runStep(each);
        } finally {
          await room.close();
        }
        mostHeld = Math.max(mostHeld, room.mostHeld);
      }),
      { numRuns: RUNS },
    );
    t.equal(mostHeld, 2);
  },
);

/** The latest claims of the held seats. */
const seated = (room: Room): SeatClaim[] =>
  [...room.model.seats.values()]
    .filter(({ until }) => until > room.model.now)
    .map(({ claim }) => claim);

t.test(
  'an attacker with all tokens but those of the current owners displaces nobody',
  async (t) => {
    let attacks = 0;
    await fc.assert(
      fc.asyncProperty(story, fc.integer({ min: 0, max: 40 }), async (steps, cut) => {
        const room = new Room();
        try {
          for (const each of steps.slice(0, cut)) await room.runStep(each);
          room.model.isReturnWindow = false;
          room.model.freeExpired();
          const before = seated(room);
          const events = room.events.length;
          const stolen = room.claims.filter(({ id }) => before.every((claim) => claim.id !== id));
          for (const claim of stolen) await room.requestSeat(claim);
          attacks += stolen.length;
          const heard = room.events.slice(events).filter((each) => each.endsWith('replaced'));
          const now = seated(room);
          for (const claim of before) {
            if (!now.some(({ id, seat }) => id === claim.id && seat === claim.seat)) {
              throw new Error(`${claim.id} was put out`);
            }
          }
          // The attacker may displace itself, with two tokens of one id.
          const ids = new Set(stolen.map(({ id }) => id));
          if (heard.length > stolen.length - ids.size) throw new Error(`heard ${heard}`);
        } finally {
          await room.close();
        }
      }),
      { numRuns: RUNS / 2 },
    );
    t.ok(attacks > RUNS / 10, `${attacks} attacks`);
  },
);

t.test('tokens collected in an empty room win no seat, also after a restart', async (t) => {
  let stories = 0;
  const visits = fc.integer({ min: 1, max: 4 });
  const hours = fc.integer({ min: 0, max: 23 });
  await fc.assert(
    fc.asyncProperty(visits, hours, fc.boolean(), fc.nat(), async (pairs, ago, owns, order) => {
      const room = new Room();
      const requestSeat = async (claim?: SeatClaim): Promise<SeatClaim | undefined> => {
        const outcome = await room.requestSeat(claim);
        return outcome.outcome === 'seated' ? outcome.claim : undefined;
      };
      const empty = async () => {
        for (const holder of room.holders) await room.apply('leaveSeat', holder);
      };
      try {
        const old = owns ? await requestSeat() : undefined;
        await empty();
        for (let n = 0; n < pairs; n += 1) {
          room.model.now += 1000;
          await requestSeat();
          await requestSeat();
          await empty();
        }
        const collected = room.claims.filter(({ id }) => id !== old?.id);
        room.model.now += ago * 60 * 60 * 1000 + 1000;
        const owner = await requestSeat(old);
        const guest = await requestSeat();
        for (const claim of collected) {
          if (await requestSeat(claim))
            throw new Error('a collected token is no key to a held seat');
        }
        await room.restart(0);
        // The attackers come first, last, or in between.
        const all = [...collected.map((claim) => ({ claim })), { claim: owner }, { claim: guest }];
        const from = order % all.length;
        for (const { claim } of [...all.slice(from), ...all.slice(0, from)])
          await requestSeat(claim);
        const ids = seated(room).map(({ seat, id }) => `${seat} ${id}`);
        const owners = `first ${owner?.id},second ${guest?.id}`;
        if (ids.sort().join() !== owners)
          throw new Error(`${ids} requestSeat there, not ${owners}`);
        stories += 1;
      } finally {
        await room.close();
      }
    }),
    { numRuns: 500 },
  );
  t.equal(stories, 500);
});
