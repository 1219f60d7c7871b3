import fc from 'fast-check';
import t from 'tap';
import {
  type NegotiationInput,
  type NegotiationState,
  negotiate,
  startNegotiation,
} from '../../../elements/peer/negotiation.js';

const types = fc.constantFrom<RTCSdpType>('offer', 'answer', 'pranswer', 'rollback');

/** What the canonical peer keeps in variables, and the browser in `signalingState`. */
interface Canonical {
  signalingState: 'stable' | 'have-local-offer';
  makingOffer: boolean;
  ignoreOffer: boolean;
  srdAnswerPending: boolean;
}

/** The conditions of webrtc/samples `perfect-negotiation/js/peer.js`; whether the offer is ignored. */
function canonicalDescription(polite: boolean, peer: Canonical, type: RTCSdpType): boolean {
  const isStable =
    peer.signalingState === 'stable' ||
    (peer.signalingState === 'have-local-offer' && peer.srdAnswerPending);
  peer.ignoreOffer = type === 'offer' && !polite && (peer.makingOffer || !isStable);
  if (peer.ignoreOffer) return true;
  peer.srdAnswerPending = type === 'answer';
  return false;
}

t.test('a description is taken or ignored as the canonical peer would', async () => {
  fc.assert(
    fc.property(
      fc.record({
        polite: fc.boolean(),
        makingOffer: fc.boolean(),
        ignoreOffer: fc.boolean(),
        answerPending: fc.boolean(),
      }),
      fc.constantFrom<Canonical['signalingState']>('stable', 'have-local-offer'),
      types,
      (before: NegotiationState, signalingState, type) => {
        const { polite, makingOffer, ignoreOffer, answerPending } = before;
        const peer = { signalingState, makingOffer, ignoreOffer, srdAnswerPending: answerPending };
        const ignored = canonicalDescription(polite, peer, type);
        const stable = signalingState === 'stable';
        const { state, actions } = negotiate(before, { type: 'description', kind: type, stable });
        return (
          actions.join() === (ignored ? '' : 'set-remote') &&
          state.ignoreOffer === peer.ignoreOffer &&
          state.answerPending === peer.srdAnswerPending &&
          state.makingOffer === makingOffer &&
          state.polite === polite
        );
      },
    ),
  );
});

t.test('a whole run of inputs agrees with the canonical peer', async () => {
  const input = fc.oneof(
    fc.constant<NegotiationInput>({ type: 'needed' }),
    fc.constant<NegotiationInput>({ type: 'offer-settled' }),
    fc.record({ type: fc.constant('description' as const), kind: types, stable: fc.boolean() }),
    fc.record({ type: fc.constant('remote-set' as const), kind: types }),
    fc.constant<NegotiationInput>({ type: 'candidate-failed' }),
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(input, { maxLength: 50 }), (polite, inputs) => {
      let state = startNegotiation(polite);
      const peer = { makingOffer: false, ignoreOffer: false, srdAnswerPending: false };
      for (const next of inputs) {
        let expected = '';
        if (next.type === 'needed') {
          expected = peer.makingOffer ? '' : 'offer';
          peer.makingOffer = true;
        } else if (next.type === 'offer-settled') {
          peer.makingOffer = false;
        } else if (next.type === 'description') {
          const signalingState = next.stable ? 'stable' : 'have-local-offer';
          const canonical = { ...peer, signalingState } as const;
          const moving = { ...canonical };
          expected = canonicalDescription(polite, moving, next.kind) ? '' : 'set-remote';
          peer.ignoreOffer = moving.ignoreOffer;
          peer.srdAnswerPending = moving.srdAnswerPending;
        } else if (next.type === 'remote-set') {
          peer.srdAnswerPending = false;
          expected = next.kind === 'offer' ? 'answer' : '';
        } else {
          expected = peer.ignoreOffer ? '' : 'raise';
        }
        const step = negotiate(Object.freeze(state), next);
        if (step.actions.join() !== expected) return false;
        state = step.state;
      }
      return state.makingOffer === peer.makingOffer && state.ignoreOffer === peer.ignoreOffer;
    }),
  );
});

t.test('on glare exactly one side ignores', async (t) => {
  const offer = { type: 'description', kind: 'offer', stable: false } as const;
  const polite = negotiate(startNegotiation(true), { type: 'needed' }).state;
  const impolite = negotiate(startNegotiation(false), { type: 'needed' }).state;
  t.same(negotiate(polite, offer).actions, ['set-remote']);
  t.same(negotiate(impolite, offer).actions, []);
});

t.test('candidates of an ignored offer may fail, others not', async (t) => {
  const waiting = negotiate(startNegotiation(false), { type: 'needed' }).state;
  const stable = false;
  const ignoring = negotiate(waiting, { type: 'description', kind: 'offer', stable }).state;
  t.same(negotiate(ignoring, { type: 'candidate-failed' }).actions, []);
  const answered = negotiate(ignoring, { type: 'description', kind: 'answer', stable }).state;
  t.same(negotiate(answered, { type: 'candidate-failed' }).actions, ['raise']);
});

t.test('an answer that failed does not make the side look stable', async (t) => {
  const offered = negotiate(startNegotiation(false), { type: 'needed' }).state;
  const sent = negotiate(offered, { type: 'offer-settled' }).state;
  const stable = false;
  const pending = negotiate(sent, { type: 'description', kind: 'answer', stable }).state;
  t.same(negotiate(pending, { type: 'description', kind: 'offer', stable }).actions, [
    'set-remote',
  ]);
  const failed = negotiate(pending, { type: 'remote-failed' }).state;
  t.same(negotiate(failed, { type: 'description', kind: 'offer', stable }).actions, []);
});
