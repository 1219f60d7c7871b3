/**
 * The seat contract, rules 1 to 6, told a second time as a naive model and compared with the store
 * after every step of thousands of random stories: late closes, old tokens, clocks that jump, restarts.
 * Then the same stories with attackers in them, and what must never happen.
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
  /** When the token was issued that its owner showed; of several the latest. */
  shown: number;
  holder: string;
  until: number;
}

/** Two chairs and a list of what everyone was told. Mutable and slow on purpose. */
class Model {
  now = 1_800_000_000_000;
  isReturnWindow = false;
  readonly chairs = new Map<Position, Held>();
  readonly told: string[] = [];

  sit(holder: string, old: SeatClaim | undefined, newId: string): string {
    this.settle();
    const shown = this.#counts(old) ? old : undefined;
    const seat = this.#seatFor(shown);
    if (!seat) return 'full';
    const before = this.chairs.get(seat);
    if (before?.until === Infinity) this.told.push(`${before.holder}: replaced`);
    const all = [...this.chairs.values()].map(({ claim }) => claim);
    const latest = Math.max(0, ...[...all, ...(shown ? [shown] : [])].map((each) => each.issuedAt));
    const claim = { seat, issuedAt: Math.max(this.now, latest + 1), id: shown?.id ?? newId };
    const rank = shown?.seat === seat ? shown.issuedAt : 0;
    const isSame = before?.claim.id === claim.id;
    this.chairs.set(seat, {
      claim,
      shown: isSame ? Math.max(rank, before.shown) : rank,
      holder,
      until: Infinity,
    });
    const peer = this.#other(seat);
    if (peer?.until === Infinity) this.told.push(`${peer.holder}: present ${holder}`);
    const status = !peer ? 'absent' : peer.until === Infinity ? 'present' : 'away';
    return `${seat} ${claim.issuedAt} ${claim.id} ${status} ${peer?.holder ?? '-'}`;
  }

  act(
    what: 'leaveSeat' | 'markSeatAway' | 'extendPeerGrace' | 'releasePeerSeat',
    holder: string,
  ): void {
    this.settle();
    const mine = [...this.chairs.values()].find((held) => held.holder === holder);
    if (!mine) return;
    const peer = this.#other(mine.claim.seat);
    if (what === 'leaveSeat') this.#free(mine);
    if (what === 'markSeatAway' && mine.until === Infinity) {
      mine.until = this.now + GRACE_MS;
      this.#tellPeer(mine, 'away');
    }
    if (what === 'extendPeerGrace' && peer && peer.until < Infinity)
      peer.until = this.now + GRACE_MS;
    if (what === 'releasePeerSeat' && peer && peer.until < Infinity) this.#free(peer);
  }

  settle(): void {
    for (const position of ['first', 'second'] as const) {
      const held = this.chairs.get(position);
      if (held && held.until <= this.now) this.#free(held);
    }
  }

  #seatOf(id: string): Position | undefined {
    return [...this.chairs].find(([, held]) => held.claim.id === id)?.[0];
  }

  #counts(claim: SeatClaim | undefined): boolean {
    if (!claim) return false;
    const age = this.now - claim.issuedAt;
    return (age <= DAY_MS && age >= -DAY_MS) || this.#seatOf(claim.id) !== undefined;
  }

  #seatFor(shown: SeatClaim | undefined): Position | undefined {
    if (shown) {
      const own = this.#seatOf(shown.id);
      if (own) return own;
      const held = this.chairs.get(shown.seat);
      if (!held) return shown.seat;
      if (this.isReturnWindow && held.shown < shown.issuedAt) return shown.seat;
    }
    if (!this.chairs.has('first')) return 'first';
    return this.chairs.has('second') ? undefined : 'second';
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
  outcome.outcome !== 'seated'
    ? outcome.outcome
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
  /** How far the clock of the next life is from that of this one. */
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

/** One room that lives through a story: whoever sat, every claim that was ever issued, what was told. */
class Room {
  readonly model = new Model();
  readonly told: string[] = [];
  readonly claims: SeatClaim[] = [];
  readonly holders: string[] = [];
  mostHeld = 0;
  #ids = 0;
  #store = this.#open();

  async play(step: Step): Promise<void> {
    const { model } = this;
    if (step.do === 'wait') model.now += step.ms;
    else if (step.do === 'end-of-window') model.isReturnWindow = false;
    else if (step.do === 'restart') await this.restart(step.ms);
    else if (step.do === 'sit') await this.sit();
    else if (step.do === 'return') await this.sit(this.claims[step.pick % this.claims.length]);
    else await this.act(step.do, this.holders[step.pick % this.holders.length] ?? 'nobody');
    await this.#compare();
  }

  async sit(claim?: SeatClaim): Promise<SeatOutcome> {
    this.#ids += 1;
    const holder = `h-${this.#ids}`;
    const { isReturnWindow } = this.model;
    const outcome = await this.#store.requestSeat(
      { room: 'x', holder, session: holder, isReturnWindow, ...(claim ? { claim } : {}) },
      (event) => this.told.push(hear(holder, event)),
    );
    const expected = this.model.sit(holder, claim, `id-${this.#ids}`);
    if (say(outcome) !== expected) throw new Error(`${say(outcome)} is not ${expected}`);
    this.holders.push(holder);
    if (outcome.outcome === 'seated') this.claims.push(outcome.claim);
    return outcome;
  }

  async act(
    what: 'leaveSeat' | 'markSeatAway' | 'extendPeerGrace' | 'releasePeerSeat',
    holder: string,
  ): Promise<void> {
    await this.#store[what]('x', holder);
    this.model.act(what, holder);
  }

  /** Everybody is forgotten; those who sat here come first for a while. */
  async restart(clockMs: number): Promise<void> {
    await this.#store.close();
    this.model.chairs.clear();
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
    const { model, told } = this;
    if (told.join() !== model.told.join()) {
      throw new Error(`told:\n${told.join('\n')}\nexpected:\n${model.told.join('\n')}`);
    }
    const held = [...model.chairs.values()].filter(({ until }) => until > model.now);
    this.mostHeld = Math.max(this.mostHeld, held.length);
    const isFull = await this.#store.isFull('x');
    if (isFull !== (held.length === 2)) throw new Error('isFull is wrong');
    if (model.chairs.size === 0 && this.#store.size !== 0) throw new Error('the room is not gone');
  }
}

t.test(`${RUNS} stories: store and model agree, and never more than two sit`, async (t) => {
  let mostHeld = 0;
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const room = new Room();
      try {
        for (const each of steps) await room.play(each);
      } finally {
        await room.close();
      }
      mostHeld = Math.max(mostHeld, room.mostHeld);
    }),
    { numRuns: RUNS },
  );
  t.equal(mostHeld, 2);
});

/** The claims of those who sit, by id, as they were issued last. */
const seated = (room: Room): SeatClaim[] =>
  [...room.model.chairs.values()]
    .filter(({ until }) => until > room.model.now)
    .map(({ claim }) => claim);

t.test('an attacker who knows every token of the story but those of who sits there', async (t) => {
  let attacks = 0;
  await fc.assert(
    fc.asyncProperty(story, fc.integer({ min: 0, max: 40 }), async (steps, cut) => {
      const room = new Room();
      try {
        for (const each of steps.slice(0, cut)) await room.play(each);
        room.model.isReturnWindow = false;
        room.model.settle();
        const before = seated(room);
        const told = room.told.length;
        const stolen = room.claims.filter(({ id }) => before.every((claim) => claim.id !== id));
        for (const claim of stolen) await room.sit(claim);
        attacks += stolen.length;
        const heard = room.told.slice(told).filter((each) => each.endsWith('replaced'));
        const now = seated(room);
        for (const claim of before) {
          if (!now.some(({ id, seat }) => id === claim.id && seat === claim.seat)) {
            throw new Error(`${claim.id} was put out`);
          }
        }
        // The attacker may put out itself, with two tokens of one id.
        const ids = new Set(stolen.map(({ id }) => id));
        if (heard.length > stolen.length - ids.size) throw new Error(`heard ${heard}`);
      } finally {
        await room.close();
      }
    }),
    { numRuns: RUNS / 2 },
  );
  t.ok(attacks > RUNS / 10, `${attacks} attacks`);
});

t.test('a collector of tokens, in an empty room and after a restart', async (t) => {
  let stories = 0;
  const visits = fc.integer({ min: 1, max: 4 });
  const hours = fc.integer({ min: 0, max: 23 });
  await fc.assert(
    fc.asyncProperty(visits, hours, fc.boolean(), fc.nat(), async (pairs, ago, owns, order) => {
      const room = new Room();
      const sit = async (claim?: SeatClaim): Promise<SeatClaim | undefined> => {
        const outcome = await room.sit(claim);
        return outcome.outcome === 'seated' ? outcome.claim : undefined;
      };
      const empty = async () => {
        for (const holder of room.holders) await room.act('leaveSeat', holder);
      };
      try {
        const old = owns ? await sit() : undefined;
        await empty();
        for (let n = 0; n < pairs; n += 1) {
          room.model.now += 1000;
          await sit();
          await sit();
          await empty();
        }
        const collected = room.claims.filter(({ id }) => id !== old?.id);
        room.model.now += ago * 60 * 60 * 1000 + 1000;
        const owner = await sit(old);
        const guest = await sit();
        for (const claim of collected) {
          if (await sit(claim)) throw new Error('a collected token is no key to a held seat');
        }
        await room.restart(0);
        // The attackers are there first, or last, or in between.
        const all = [...collected.map((claim) => ({ claim })), { claim: owner }, { claim: guest }];
        const from = order % all.length;
        for (const { claim } of [...all.slice(from), ...all.slice(0, from)]) await sit(claim);
        const ids = seated(room).map(({ seat, id }) => `${seat} ${id}`);
        const owners = `first ${owner?.id},second ${guest?.id}`;
        if (ids.sort().join() !== owners) throw new Error(`${ids} sit there, not ${owners}`);
        stories += 1;
      } finally {
        await room.close();
      }
    }),
    { numRuns: 500 },
  );
  t.equal(stories, 500);
});
