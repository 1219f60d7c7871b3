import fc from 'fast-check';
import t from 'tap';
import {
  type NegotiationInput,
  type NegotiationState,
  negotiate,
  startNegotiation,
} from '../../../elements/peer/negotiation.js';
import { assertProperty } from '../../helpers/assertions/assert-property.js';
import {
  type FakeDescription,
  FakePeerConnection,
} from '../../helpers/units/fake-peer-connection.js';

type Message = { description: FakeDescription } | { candidateOf: string };

const MAX_CHANGES = 3;
const MAX_CANDIDATES = 4;
const LIVELOCK_STEPS = 2_000;

/** One side: does what `negotiate` says, as the code around it in a browser would. */
class Side {
  readonly connection: FakePeerConnection;
  /** On their way to this side, in order. */
  readonly inbox: Message[] = [];
  readonly problems: string[] = [];
  changes = 0;
  candidates = 0;
  ignored = 0;
  readonly #other: () => Side;
  /** Whether one message is dealt with after the other, or each as it comes (as in the samples). */
  readonly #oneByOne: boolean;
  #taking = false;
  #state: NegotiationState;

  constructor(polite: boolean, oneByOne: boolean, other: () => Side) {
    this.connection = new FakePeerConnection(polite ? 'polite' : 'impolite');
    this.#state = startNegotiation(polite);
    this.#oneByOne = oneByOne;
    this.#other = other;
  }

  /** What can happen here next; with `quiet` only what is under way already. */
  possible(quiet: boolean): (() => void)[] {
    const { connection, inbox } = this;
    const steps: (() => void)[] = [];
    if (connection.busy) steps.push(() => connection.finishOperation());
    if (connection.needsEvent) {
      steps.push(() => {
        if (connection.takeEvent()) this.#input({ type: 'needed' });
      });
    }
    if (inbox.length > 0 && !(this.#oneByOne && this.#taking)) steps.push(() => this.#take());
    if (quiet) return steps;
    if (this.changes < MAX_CHANGES) {
      steps.push(() => {
        this.changes++;
        connection.change();
      });
    }
    // Only one message at a time keeps candidates behind their description.
    const of = (connection.pendingLocal ?? connection.currentLocal)?.id;
    if (this.#oneByOne && of && this.candidates < MAX_CANDIDATES) {
      steps.push(() => {
        this.candidates++;
        this.#other().inbox.push({ candidateOf: of });
      });
    }
    return steps;
  }

  #take(): void {
    const message = this.inbox.shift();
    if (!message) return;
    this.#taking = true;
    const done = () => {
      this.#taking = false;
    };
    if ('candidateOf' in message) {
      this.connection.addIceCandidate(message.candidateOf, done, () =>
        this.#input({ type: 'candidate-failed' }, undefined, done),
      );
      return;
    }
    const { description } = message;
    const stable = this.connection.signalingState === 'stable';
    this.#input({ type: 'description', kind: description.type, stable }, description, done);
  }

  #input(input: NegotiationInput, description?: FakeDescription, done?: () => void): void {
    const { state, actions } = negotiate(Object.freeze(this.#state), input);
    this.#state = state;
    const [action, ...more] = actions;
    if (more.length > 0) this.problems.push('more than one action at once');
    const failed = (why: string) => {
      this.problems.push(why);
      done?.();
    };
    if (action === 'offer') {
      this.connection.setLocalDescription((offer) => {
        this.#other().inbox.push({ description: offer });
        this.#input({ type: 'offer-settled' }, undefined, done);
      }, failed);
    } else if (action === 'answer') {
      this.connection.setLocalDescription((answer) => {
        if (answer.type !== 'answer') this.problems.push('an offer in place of an answer');
        this.#other().inbox.push({ description: answer });
        done?.();
      }, failed);
    } else if (action === 'set-remote' && description) {
      this.connection.setRemoteDescription(
        description,
        () => this.#input({ type: 'remote-set', kind: description.type }, undefined, done),
        (why) => this.#input({ type: 'remote-failed' }, undefined, () => failed(why)),
      );
    } else {
      if (action === 'raise') this.problems.push('a candidate failed without a reason');
      if (input.type === 'description') this.ignored++;
      done?.();
    }
  }
}

function pair(oneByOne: boolean): { polite: Side; impolite: Side } {
  const polite: Side = new Side(true, oneByOne, () => impolite);
  const impolite: Side = new Side(false, oneByOne, () => polite);
  return { polite, impolite };
}

/** Plays the choices, then whatever is still under way; whether that came to an end. */
function play(sides: readonly Side[], chosen: readonly number[]): boolean {
  for (const choice of chosen) {
    const steps = sides.flatMap((side) => side.possible(false));
    steps[choice % steps.length]?.();
  }
  for (let step = 0; step < LIVELOCK_STEPS; step++) {
    const steps = sides.flatMap((side) => side.possible(true));
    if (steps.length === 0) return true;
    steps[step % steps.length]?.();
  }
  return false;
}

function problemsOf(chosen: readonly number[], oneByOne: boolean): string[] {
  const { polite, impolite } = pair(oneByOne);
  const ended = play([polite, impolite], chosen);
  const problems = [...polite.problems, ...impolite.problems];
  const [one, two] = [polite.connection, impolite.connection];
  if (!ended) problems.push('it never comes to rest');
  if (polite.ignored > 0) problems.push('the polite side ignored');
  if (one.signalingState !== 'stable' || two.signalingState !== 'stable') problems.push('stuck');
  if (one.needed || two.needed) problems.push('a change was never negotiated');
  if (one.currentLocal !== two.currentRemote || two.currentLocal !== one.currentRemote) {
    problems.push('the descriptions do not match');
  }
  return problems;
}

const choices = fc.array(fc.nat(1_000), { minLength: 5, maxLength: 120, size: 'max' });

for (const oneByOne of [true, false]) {
  const how = oneByOne ? 'one message after the other' : 'messages as they come';
  t.test(`two sides always agree, ${how}`, async (t) => {
    await assertProperty(
      t,
      'in 10,000 interleavings',
      fc.property(choices, (chosen) => {
        const problems = problemsOf(chosen, oneByOne);
        if (problems.length > 0) throw new Error(problems.join('; '));
      }),
      { numRuns: 10_000 },
    );
  });
}

t.test('the interleavings do contain glare', async (t) => {
  const ignored = fc.sample(choices, 500).map((chosen) => {
    const { polite, impolite } = pair(true);
    play([polite, impolite], chosen);
    return impolite.ignored;
  });
  t.ok(ignored.some((count) => count > 0));
});
