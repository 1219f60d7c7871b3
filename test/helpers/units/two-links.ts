/** Two links over a network and sockets that come and go, for tests that let anything happen to them. */
import fc from 'fast-check';
import { INITIAL_CALL_STATE } from '../../../elements/call/call-model.js';
import { Chat } from '../../../elements/call/chat.js';
import { PeerConnectionManager } from '../../../elements/peer/peer-connection-manager.js';
import { type FakeClock, fakeClock } from './fake-clock.js';
import { FakeNetwork, type FakeRtc, fakeRtc, type SideName } from './fake-rtc.js';

const TICK_MS = 250;

/** Two vain attempts and their waits, and what lies between. */
const PATIENCE_MS = 60_000;

/** About as long as a Chromium looks for a path. */
const ICE_PATIENCE_MS = 20_000;

/** So long nothing may happen to a call that is up. */
const CALM_MS = 6_000;

/** What can go wrong, or be noticed, or be written in the chat. */
const FAULTS = [
  'path dies',
  'socket of first',
  'socket of second',
  'first is half-open',
  'second is half-open',
  'ICE fails',
  'first is online',
  'second is online',
  'estimate',
  'first writes',
  'second writes',
] as const;

type Fault = (typeof FAULTS)[number];

/** Promises have done what they could. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await null;
}

class Side {
  readonly name: SideName;
  readonly link: PeerConnectionManager;
  readonly chat: Chat;
  readonly written: string[] = [];
  readonly read: string[] = [];
  /** On their way to this side through the server. */
  readonly inbox: object[] = [];
  isOnline = true;
  /** The socket looks open, and carries nothing any more: only who asks finds out. */
  isHalfOpen = false;
  isProbed = false;
  flows = false;
  interruptions = 0;

  constructor(name: SideName, network: FakeNetwork, other: () => Side) {
    this.name = name;
    this.link = new PeerConnectionManager({
      createConnection: (configuration) => {
        network.creating = name;
        // As Firefox does it.
        if (!this.isOnline) throw new DOMException('the network is down', 'InvalidStateError');
        return new RTCPeerConnection(configuration);
      },
      instanceId: name,
      displayName: () => '',
      track: () => null,
      loadCertificate: async () => null,
      sendSocket: (_to, signal) => {
        const arrives = this.isOnline && !this.isHalfOpen;
        if (arrives) other().inbox.push(JSON.parse(JSON.stringify(signal)));
      },
      isPeerReachable: () => this.isOnline && other().isOnline,
      isHidden: () => false,
      expectedMedia: () => ({ audio: false, video: false }),
      framesShown: () => null,
      onWarning: () => undefined,
      probeSocket: () => {
        this.isProbed = true;
      },
      iceServers: () => [],
      onMediaFlowing: () => {
        this.flows = true;
      },
      onMediaInterrupted: () => {
        this.flows = false;
        this.interruptions++;
      },
      onMessage: (notice) => this.chat.handleMessage(notice),
    });
    this.chat = new Chat({
      peer: this.link,
      settings: () => ({ noChat: false }),
      emit: (_, detail) => {
        if ('from' in detail) (detail.from === 'self' ? this.written : this.read).push(detail.text);
      },
      onChange: () => undefined,
    });
    this.chat.update({ ...INITIAL_CALL_STATE, seat: name, peer: 'present' });
  }

  write(): void {
    this.chat.send(`${this.name} ${this.written.length}`);
  }

  /** A message that comes while the socket is lost is lost with it. */
  hear(): void {
    const signal = this.inbox.shift();
    if (signal && this.isOnline && !this.isHalfOpen)
      this.link.handleSocketSignal(signal as Record<string, unknown>);
  }
}

/** Two people who have just met, and all that can happen to them. */
class Meeting {
  readonly network = new FakeNetwork();
  readonly #restores: (() => void)[] = [fakeRtc(this.network)];
  readonly #clock: FakeClock = fakeClock({ teardown: (restore) => this.#restores.push(restore) });
  readonly first: Side = new Side('first', this.network, () => this.second);
  readonly second: Side = new Side('second', this.network, () => this.first);
  readonly sides = [this.first, this.second];
  /** How long each connection has had no path, in ms. */
  readonly #lonely = new Map<FakeRtc, number>();

  /** The second one joins, and its offer has reached the first when it hears so itself. */
  async begin(): Promise<void> {
    await this.second.link.prepare();
    const { preparedOffer } = this.second.link;
    this.first.link.connectWithAnswer(
      { peerInstanceId: 'second', polite: false, relayOnly: false, iceServers: [] },
      preparedOffer,
    );
    this.second.link.connectWithOffer(
      { peerInstanceId: 'first', polite: true, relayOnly: false, iceServers: [] },
      preparedOffer,
    );
  }

  /** What can happen next by itself; not the passing of time. */
  possible(): (() => void)[] {
    const steps: (() => void)[] = [];
    for (const side of this.sides) if (side.inbox.length > 0) steps.push(() => side.hear());
    for (const each of this.network.connections) {
      if (each.connectionState === 'closed') continue;
      const { state, channel } = each;
      if (state.busy) steps.push(() => state.finishOperation());
      if (state.needsEvent) {
        steps.push(() => {
          if (state.takeEvent()) each.onnegotiationneeded?.();
        });
      }
      const partner = this.network.partner(each);
      if (partner && channel.sent.length > 0) {
        steps.push(() => partner.channel.hand(channel.sent.shift()));
      }
    }
    return steps;
  }

  /** Time passes, and ICE gives up on what finds nobody. */
  tick(): void {
    this.#clock.advance(TICK_MS);
    for (const side of this.sides) if (side.isHalfOpen && side.isProbed) this.#renew(side);
    for (const side of this.sides) side.isProbed = false;
    for (const each of this.network.connections) {
      const { connectionState, currentRemoteDescription } = each;
      if (connectionState === 'closed' || !currentRemoteDescription) continue;
      const lonely = this.network.partner(each) ? 0 : (this.#lonely.get(each) ?? 0) + TICK_MS;
      this.#lonely.set(each, lonely);
      if (lonely === ICE_PATIENCE_MS) each.fail();
    }
  }

  strike(fault: Fault): void {
    if (fault === 'path dies') this.network.epoch++;
    if (fault === 'socket of first') this.#toggle(this.first);
    if (fault === 'socket of second') this.#toggle(this.second);
    if (fault === 'first is half-open') this.first.isHalfOpen = true;
    if (fault === 'second is half-open') this.second.isHalfOpen = true;
    if (fault === 'first is online') this.first.link.handleNetworkChange(true);
    if (fault === 'second is online') this.second.link.handleNetworkChange(true);
    if (fault === 'estimate') this.second.link.handleNetworkChange(false);
    if (fault === 'first writes') this.first.write();
    if (fault === 'second writes') this.second.write();
    if (fault === 'ICE fails') {
      const dead = this.network.connections.find(
        (each) => each.connectionState === 'connected' && !this.network.partner(each),
      );
      dead?.fail();
    }
  }

  /** Both sockets live from now on. */
  mend(): void {
    for (const side of this.sides) {
      if (!side.isOnline) this.#toggle(side);
      // The server finds out in the end, if the page does not.
      if (side.isHalfOpen) this.#renew(side);
    }
  }

  /** One connection each, to each other, and both know it. */
  get isUp(): boolean {
    const [one, ...more] = this.network.open('first');
    const [two, ...others] = this.network.open('second');
    if (!one || !two || more.length > 0 || others.length > 0) return false;
    return this.network.partner(one) === two && this.sides.every(({ flows }) => flows);
  }

  /** Throws unless each has read everything that the other has written, once and in order. */
  checkChats(): void {
    for (const [from, to] of [
      [this.first, this.second],
      [this.second, this.first],
    ] as const) {
      if (`${to.read}` !== `${from.written}`) throw new Error(`${from.written} as ${to.read}`);
    }
  }

  close(): void {
    for (const { link, chat } of this.sides) {
      link.close(false);
      chat.dispose();
    }
    for (const restore of this.#restores) restore();
  }

  /** Another socket in place of one that carries nothing. */
  #renew(side: Side): void {
    side.isHalfOpen = false;
    side.inbox.length = 0;
    if (this.sides.every(({ isOnline }) => isOnline)) {
      for (const { link } of this.sides) link.handleReconnected();
    }
  }

  #toggle(side: Side): void {
    side.isOnline = !side.isOnline;
    if (this.sides.every(({ isOnline }) => isOnline)) {
      for (const { link } of this.sides) link.handleReconnected();
    }
  }
}

/** Lets everything happen that is under way, in any order, and then time pass; whether it came up. */
async function comesUp(meeting: Meeting, ms: number): Promise<boolean> {
  let order = 0;
  for (let passed = 0; passed < ms; passed += TICK_MS) {
    for (let step = 0; step < 500; step++) {
      const steps = meeting.possible();
      if (steps.length === 0) break;
      steps[order++ % steps.length]?.();
      await settle();
      if (meeting.network.notice()) await settle();
    }
    if (meeting.isUp) return true;
    meeting.tick();
    await settle();
  }
  return false;
}

/** A fault, or which of the possible steps comes next. */
export type Choice = number | Fault;

/** Throws unless the two are in one call in the end, and stay in it. */
export async function letThemMeet(
  choices: readonly Choice[],
  from: 'call' | 'meeting',
): Promise<void> {
  const meeting = new Meeting();
  try {
    await meeting.begin();
    if (from === 'call' && !(await comesUp(meeting, PATIENCE_MS))) throw new Error('no first call');
    for (const choice of choices) {
      const steps = meeting.possible();
      if (typeof choice === 'string') meeting.strike(choice);
      else if (steps.length > 0 && choice % 5 > 0) steps[choice % steps.length]?.();
      else meeting.tick();
      await settle();
      if (meeting.network.notice()) await settle();
    }
    meeting.mend();
    if (!(await comesUp(meeting, PATIENCE_MS))) throw new Error('they never find each other again');
    const known = meeting.network.connections.length;
    const before = meeting.sides.map(({ interruptions }) => interruptions);
    for (let passed = 0; passed < CALM_MS; passed += TICK_MS) {
      meeting.tick();
      await settle();
      await comesUp(meeting, TICK_MS);
    }
    const after = meeting.sides.map(({ interruptions }) => interruptions);
    if (!meeting.isUp || `${before}` !== `${after}`) throw new Error('it does not last');
    meeting.checkChats();
    if (meeting.network.connections.length !== known) throw new Error('it is built again');
    const open = meeting.sides.flatMap(({ name }) => meeting.network.open(name));
    if (open.some(({ state }) => state.blind)) throw new Error('somebody sees nothing');
  } finally {
    meeting.close();
  }
}

/** What happens, step by step. */
export const choice: fc.Arbitrary<Choice> = fc.oneof(
  { weight: 9, arbitrary: fc.nat(1_000) },
  { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
);
