/**
 * A call as the element sees it: every event goes into `call-state.ts`, `call-effects.ts` runs what comes
 * out, and the methods wait for the state that they asked for. It knows no Lit and draws nothing.
 */
import { parseRoomName, type RoomName } from '../../server/protocol/room-name.js';
import type { MediaFailure } from '../media/media-failure.js';
import { BlockedMediaRetry } from './blocked-media-retry.js';
import { COLLABORATORS } from './call-collaborators.js';
import { CallEffects, type CallEffectsOptions } from './call-effects.js';
import { CallError } from './call-error.js';
import type { CallFeatures } from './call-features.js';
import {
  type CallEvent,
  type CallState,
  type EmitEffect,
  INITIAL_CALL_STATE,
  type RequestedRoom,
} from './call-model.js';
import { joinOutcome, mediaOutcome } from './call-outcomes.js';
import { detectUnsupported, mediaDefaultsOf, readRoomName } from './call-settings.js';
import { nextCallStep } from './call-state.js';
import { isOver } from './media-state.js';
import { StateWaiters } from './state-waiters.js';

/** What a call needs of the element, and what it tells it. */
export type CallControllerOptions = Omit<CallEffectsOptions, 'state' | 'dispatch'>;

/** One per element that is in a document. */
export class CallController {
  readonly #options: CallControllerOptions;
  readonly #effects: CallEffects;
  #state: CallState;
  readonly #blockedMediaRetry = new BlockedMediaRetry(() => this.dispatch({ type: 'retry' }));
  readonly #waiters = new StateWaiters();

  constructor(options: CallControllerOptions, collaborators = COLLABORATORS) {
    this.#options = options;
    const defaults = mediaDefaultsOf(options.settings());
    this.#state = { ...INITIAL_CALL_STATE, ...defaults, mediaDefaults: defaults };
    this.#effects = new CallEffects(
      { ...options, state: () => this.#state, dispatch: (event) => this.dispatch(event) },
      collaborators,
    );
  }

  get state(): CallState {
    return this.#state;
  }

  get localStream(): MediaStream | null {
    return this.#effects.media.stream;
  }

  get remoteStream(): MediaStream | null {
    return this.#effects.peer.remoteStream;
  }

  /** What the call can do beyond seeing and hearing each other. */
  get features(): CallFeatures {
    return this.#effects.features;
  }

  /** Why camera or microphone cannot be had in the middle of the call. */
  get mediaFailures(): readonly MediaFailure[] {
    return this.#effects.media.failures;
  }

  /** Origin of the server of this call; of the next one where there is none. */
  get server(): string {
    return this.#effects.server;
  }

  /** The only way in: everything that happens, happens here. */
  dispatch(event: CallEvent): void {
    // Whoever wants to know how it ends calls the method that asks for it.
    this.#perform(event)?.catch(() => null);
  }

  /** Asks for the devices, then for the room, if nobody has yet. Resolves when the devices are there. */
  start(): Promise<void> {
    if (isOver(this.#state)) {
      // Where no call is possible there may be no storage to look into either.
      const last = () => (detectUnsupported() ? null : this.#effects.currentSeatClient().lastRoom);
      this.#startCall(readRoomName(this.#options.settings().room ?? last()));
    }
    return this.#waitForMedia();
  }

  /** The host page asks for another room: it counts where none is joined yet. */
  handleRoomChange(): void {
    this.dispatch({ type: 'room-change', ...readRoomName(this.#options.settings().room) });
  }

  /** The host page wants the next call to start otherwise. */
  handleMediaDefaultsChange(): void {
    const defaults = mediaDefaultsOf(this.#options.settings());
    this.dispatch({ type: 'media-defaults-change', defaults });
  }

  /** Asks again for the devices, or for those that the call has lost. */
  async retry(): Promise<void> {
    const retried = this.#perform({ type: 'retry' });
    await this.#waitForMedia();
    await retried;
    const [failure] = this.mediaFailures;
    if (failure) throw new CallError('blocked', failure);
  }

  /** Takes a seat, leaving another room first. Resolves when seated. */
  join(written: string): Promise<{ room: string; seat: 'first' | 'second' }> {
    // From a page's script anything may come.
    const parsed = parseRoomName(String(written ?? ''));
    if (!parsed.ok) return Promise.reject(new CallError('invalid-room', parsed.reason));
    const room: RoomName = { name: parsed.name, key: parsed.key };
    if (isOver(this.#state)) this.#startCall({ room, problem: null });
    else this.dispatch({ type: 'join', room });
    return this.#waiters.waitForState(this.#state, (state) => joinOutcome(state, room));
  }

  /** `undefined`: the other of on and off. Returns whether it is on now. */
  setMicrophone(on: boolean | undefined): boolean {
    this.handleMediaDefaultsChange();
    this.dispatch({ type: 'set-microphone', on: on ?? !this.#state.microphone });
    return this.#state.microphone;
  }

  /** As `setMicrophone`; rejects with `blocked` when the camera cannot be had. */
  async setCamera(on: boolean | undefined): Promise<boolean> {
    this.handleMediaDefaultsChange();
    await this.#perform({ type: 'set-camera', on: on ?? !this.#state.camera });
    return this.#state.camera;
  }

  /** As `setMicrophone`; rejects as `ScreenShare.toggle` does. */
  async setScreenShare(on: boolean | undefined): Promise<boolean> {
    await this.#perform({ type: 'set-screen-share', on });
    return this.#state.isSharingScreen;
  }

  /** Does what was asked for. Rejects with why it cannot be done. */
  async request(event: Exclude<CallEvent, { type: 'start' | 'join' }>): Promise<void> {
    await this.#perform(event);
  }

  /** The element is gone from its document: everything is released. */
  dispose(): void {
    this.dispatch({ type: 'leave', reason: 'removed' });
    this.#effects.dispose();
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#effects.peer.getStats();
  }

  /** The next state, and its effects. Returns what the effect that takes its time comes to. */
  #perform(event: CallEvent): Promise<unknown> | undefined {
    const previous = this.#state;
    const { state, effects } = nextCallStep(previous, event, performance.now());
    this.#state = state;
    this.#blockedMediaRetry.update(state.phase === 'blocked');
    let result: Promise<unknown> | undefined;
    // Listeners come last: they may call any method, and what that leads to is not undone.
    for (const effect of effects) {
      if (effect.type !== 'emit') result = this.#effects.run(effect) ?? result;
    }
    if (state.phase !== previous.phase) {
      this.#options.onEvent('state-change', { state: state.phase, previous: previous.phase });
    }
    for (const effect of effects) if (effect.type === 'emit') this.#emit(effect);
    this.#effects.features.update(this.#state);
    this.#options.onChange();
    this.#waiters.settle(this.#state);
    return result;
  }

  #emit({ name, detail }: EmitEffect): void {
    // One call per member of the union cannot be typed; name and detail belong together there.
    this.#options.onEvent(name, detail as never);
  }

  #startCall(requested: RequestedRoom): void {
    this.handleMediaDefaultsChange();
    const unsupportedReason = detectUnsupported();
    if (unsupportedReason) {
      this.dispatch({ type: 'start', ...requested, unsupportedReason, storedMedia: null });
      return;
    }
    const seatClient = this.#effects.currentSeatClient();
    const storedMedia = seatClient.loadMediaChoice(requested.room);
    seatClient.open();
    this.dispatch({ type: 'start', ...requested, unsupportedReason, storedMedia });
  }

  #waitForMedia(): Promise<void> {
    return this.#waiters.waitForState(this.#state, mediaOutcome).then(() => undefined);
  }
}
