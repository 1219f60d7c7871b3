/**
 * Perfect negotiation as a pure function: (state, input) → state and actions. It agrees, step by
 * step, with webrtc/samples `perfect-negotiation/js/peer.js`, and knows no RTCPeerConnection.
 */

/** What one side of a negotiation must remember. */
export interface NegotiationState {
  /** On glare the polite side takes back its own offer. */
  readonly polite: boolean;
  readonly makingOffer: boolean;
  /** The last offer of the other side was ignored, and so are the candidates that belong to it. */
  readonly ignoreOffer: boolean;
  readonly answerPending: boolean;
}

/** What can happen. `stable` is `signalingState === 'stable'` at that moment. */
export type NegotiationInput =
  | { readonly type: 'needed' }
  | { readonly type: 'offer-settled' }
  | { readonly type: 'description'; readonly kind: RTCSdpType; readonly stable: boolean }
  | { readonly type: 'remote-set'; readonly kind: RTCSdpType }
  | { readonly type: 'remote-failed' }
  | { readonly type: 'candidate-failed' };

/**
 * What is to be done: set and send an offer; take the description that came; set and send an
 * answer; raise the failure of a candidate that belongs to no ignored offer.
 */
export type NegotiationAction = 'offer' | 'set-remote' | 'answer' | 'raise';

/** The next state, and what to do in that order. */
export interface NegotiationStep {
  readonly state: NegotiationState;
  readonly actions: readonly NegotiationAction[];
}

/** A side that has negotiated nothing yet. */
export function startNegotiation(polite: boolean): NegotiationState {
  return { polite, makingOffer: false, ignoreOffer: false, answerPending: false };
}

/** One step of either side. */
export function negotiate(state: NegotiationState, input: NegotiationInput): NegotiationStep {
  const step = (
    change: Partial<NegotiationState>,
    ...actions: NegotiationAction[]
  ): NegotiationStep => ({ state: { ...state, ...change }, actions });
  switch (input.type) {
    case 'needed':
      return state.makingOffer ? step({}) : step({ makingOffer: true }, 'offer');
    case 'offer-settled':
      return step({ makingOffer: false });
    case 'description': {
      const ready = !state.makingOffer && (input.stable || state.answerPending);
      const ignoreOffer = input.kind === 'offer' && !ready && !state.polite;
      if (ignoreOffer) return step({ ignoreOffer });
      return step({ ignoreOffer, answerPending: input.kind === 'answer' }, 'set-remote');
    }
    case 'remote-set':
      return input.kind === 'offer'
        ? step({ answerPending: false }, 'answer')
        : step({ answerPending: false });
    case 'remote-failed':
      return step({ answerPending: false });
    case 'candidate-failed':
      return state.ignoreOffer ? step({}) : step({}, 'raise');
  }
}
