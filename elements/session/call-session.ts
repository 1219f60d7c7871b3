/**
 * Runs a call: events go into `call-state.ts`, the effects that come out go to camera, server and
 * peer, and what these answer are events again. It knows no Lit and draws nothing.
 */
import type { OfferDescription } from '../../server/protocol/messages.js';
import { parseRoomName, type RoomNameProblem } from '../../server/protocol/room-name.js';
import { LocalMedia } from '../media/local-media.js';
import type { MediaFailure } from '../media/media-failure.js';
import type { TrackKind } from '../media/track-kind.js';
import { PeerLink, type PeerLinkOptions } from '../peer/peer-link.js';
import type { PeerMedia, PeerNotice } from '../peer/peer-signal.js';
import { BlockedWatch } from './blocked-watch.js';
import { CallError } from './call-error.js';
import type { CallEventMap } from './call-events.js';
import { CallFeatures } from './call-features.js';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type EmitEffect,
  INITIAL_CALL_STATE,
} from './call-model.js';
import { joinOutcome, mediaOutcome } from './call-outcomes.js';
import { type CallSettings, lackOfBrowser, readRoom } from './call-settings.js';
import { nextCallStep } from './call-state.js';
import { MediaNews } from './media-news.js';
import { MediaWish } from './media-wish.js';
import type { MediaChoice } from './seat-memory.js';
import { SeatSession } from './seat-session.js';
import { StateWaiters } from './state-waiters.js';

/** Whom a session asks and tells. */
export interface CallSessionOptions extends Pick<PeerLinkOptions, 'isHidden' | 'framesShown'> {
  readonly settings: () => CallSettings;
  /** Something that the element shows has changed. */
  readonly onChange: () => void;
  readonly onEvent: <N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]) => void;
}

/** One per element that is in a document. */
export class CallSession {
  readonly #options: CallSessionOptions;
  readonly #media: LocalMedia;
  readonly #link: PeerLink;
  #state = INITIAL_CALL_STATE;
  #seat: SeatSession | null = null;
  /** What is wanted of microphone and camera; it holds before the devices are there, too. */
  readonly wish = new MediaWish(() => {
    const { muted, cameraOff } = this.#options.settings();
    return { microphone: !muted, camera: !cameraOff };
  });
  #relayOnly = false;
  /** The page of the peer that has said hello. */
  #greeted = 0;
  readonly #mediaNews = new MediaNews({
    sent: () => this.#sent(),
    say: (media) => this.#link.say({ type: 'media', ...media }),
    onChange: (media) => {
      this.#options.onEvent('peer-media-change', media);
      this.#options.onChange();
    },
  });
  readonly #blockedWatch = new BlockedWatch(() => this.dispatch({ type: 'retry' }));
  /** What the call can do beyond seeing and hearing each other. */
  readonly features: CallFeatures;
  readonly #waiters = new StateWaiters();

  constructor(options: CallSessionOptions) {
    this.#options = options;
    this.#media = new LocalMedia({
      mediaDevices: navigator.mediaDevices,
      onTrack: (kind) => this.#trackChanged(kind),
      onLost: (failure) => {
        options.onEvent('media-error', failure);
        options.onChange();
      },
    });
    this.#link = new PeerLink({
      createConnection: (configuration) => new RTCPeerConnection(configuration),
      displayName: () => options.settings().displayName,
      track: (kind) => this.#track(kind),
      sendSocket: (signal) => this.#seat?.signal(this.#state.met, signal),
      isReachable: () => this.#state.peer === 'present' && this.#seat?.isSeated === true,
      recallCertificate: async () => this.#seat?.recallCertificate(this.#state.room) ?? null,
      isHidden: options.isHidden,
      expectedMedia: () => this.#mediaNews.expected(this.features.quality.isPeerLowFrameRate),
      framesShown: options.framesShown,
      probe: () => this.#seat?.probe(),
      iceServers: () => this.#seat?.iceServers ?? [],
      onNotice: (notice) => this.#hearNotice(notice),
      onWarning: (message, reason) => console.warn(`<video-room>: ${message}`, reason),
      onFlowing: () => this.dispatch({ type: 'media-flowing' }),
      onInterrupted: (cause) => this.dispatch({ type: 'media-interrupted', cause }),
    });
    this.features = new CallFeatures({
      media: this.#media,
      link: this.#link,
      state: () => this.#state,
      settings: options.settings,
      server: () => this.server,
      emit: options.onEvent,
      renamed: () => this.renamed(),
      vouch: () => this.#seat?.vouch(),
      changed: options.onChange,
      trackChanged: (kind) => this.#trackChanged(kind),
    });
  }

  get state(): CallState {
    return this.#state;
  }

  get localStream(): MediaStream | null {
    return this.#media.stream;
  }

  get remoteStream(): MediaStream | null {
    return this.#link.remoteStream;
  }

  /** `null` until the peer has said what it sends. */
  get peerMedia(): PeerMedia | null {
    return this.#mediaNews.peer;
  }

  /** Why camera or microphone cannot be had in the middle of the call. */
  get lostMedia(): readonly MediaFailure[] {
    return this.#media.lost;
  }

  /** Origin of the server of this call; of the next one where there is none. */
  get server(): string {
    return this.#seat?.server ?? this.#options.settings().server;
  }

  /** The only way in: everything that happens, happens here. */
  dispatch(event: CallEvent): void {
    const previous = this.#state;
    const { state, effects } = nextCallStep(previous, event, performance.now());
    this.#state = state;
    this.#blockedWatch.update(state.phase === 'blocked');
    // First done, then said: who listens may call any method, and what that leads to is not undone.
    for (const effect of effects) if (effect.type !== 'emit') this.#run(effect);
    if (state.phase !== previous.phase) {
      this.#options.onEvent('state-change', { state: state.phase, previous: previous.phase });
    }
    for (const effect of effects) if (effect.type === 'emit') this.#emit(effect);
    this.features.update(this.#state);
    this.#options.onChange();
    this.#waiters.look(this.#state);
  }

  /** Asks for the devices, then for the room, if nobody has yet. Resolves when the devices are there. */
  start(): Promise<void> {
    if (this.#isOver) {
      // Where no call is possible there may be no storage to look into either.
      const last = () => (lackOfBrowser() ? null : this.#seatOfNow().lastRoom);
      const { room, problem } = readRoom(this.#options.settings().room ?? last());
      this.#begin(room, problem);
    }
    return this.#untilMedia();
  }

  /** The host page asks for another room: it counts where none is joined yet. */
  roomChanged(): void {
    this.dispatch({ type: 'room-set', ...readRoom(this.#options.settings().room) });
  }

  /** Asks again for the devices, or for those that the call has lost. */
  async retry(): Promise<void> {
    this.dispatch({ type: 'retry' });
    await this.#untilMedia();
    await this.#media.retryLost();
    const [failure] = this.lostMedia;
    if (failure) throw new CallError('blocked', failure);
  }

  /** Takes a seat, leaving another room first. Resolves when seated. */
  join(written: string): Promise<{ room: string; seat: 'first' | 'second' }> {
    // From a page's script anything may come.
    const parsed = parseRoomName(String(written ?? ''));
    if (!parsed.ok) return Promise.reject(new CallError('invalid-room', parsed.reason));
    const asked = parseRoomName(this.#state.room ?? '');
    // Another spelling of the room that is asked for already is the same room.
    const room = asked.ok && asked.key === parsed.key ? asked.name : parsed.name;
    if (this.#isOver) this.#begin(room, null);
    else this.dispatch({ type: 'join', room });
    return this.#waiters.until(this.#state, (state) => joinOutcome(state, room));
  }

  setMicrophone(on: boolean): boolean {
    this.#media.setMicrophone(on);
    this.#choose({ microphone: on }, 'microphone-change', on);
    return on;
  }

  async setCamera(on: boolean): Promise<boolean> {
    const failure = await this.#media.setCamera(on);
    // A later wish has won meanwhile.
    if (!failure && this.#media.stream && this.#media.cameraOn !== on) return this.wish.camera;
    this.#choose({ camera: on }, 'camera-change', on);
    if (failure) throw new CallError('blocked', failure);
    return on;
  }

  /** The browser has another network, or one again, or the page woke: nothing is taken for granted. */
  networkChanged(sure: boolean): void {
    this.#seat?.probe(sure);
    this.#link.networkChanged(sure);
  }

  /** The page is looked at again. */
  shown(): void {
    this.#seat?.probe();
  }

  /** The page goes away, perhaps to come back: nobody can tell a reload from a closed tab. */
  goAway(): void {
    this.#link.say({ type: 'away' });
  }

  /** The name that the peer is shown is another. */
  renamed(): void {
    const { displayName } = this.#options.settings();
    this.#link.say({ type: 'hello', version: 1, displayName });
  }

  /** The element is gone from its document: everything is let go. */
  dispose(): void {
    this.dispatch({ type: 'leave', reason: 'removed' });
    this.features.dispose();
    this.#seat?.close();
    this.#seat = null;
  }

  async getStats(): Promise<RTCStatsReport | null> {
    return this.#link.getStats();
  }

  /** Nothing is asked for or held: the next start is a new call. */
  get #isOver(): boolean {
    return this.#state.phase === 'idle' || this.#state.phase === 'left';
  }

  #emit({ name, detail }: EmitEffect): void {
    // One call per member of the union cannot be typed; name and detail belong together there.
    this.#options.onEvent(name, detail as never);
  }

  #run(effect: Exclude<CallEffect, EmitEffect>): void {
    switch (effect.type) {
      case 'acquire-media':
        void this.#acquire();
        break;
      case 'stop-media':
        this.#media.stop();
        break;
      case 'join':
        this.#relayOnly = this.#options.settings().relayOnly;
        void this.#seatOfNow().join(effect.room, effect.takeOver, this.#link.warm());
        if (this.wish.isChosen) this.#seat?.choose(this.wish);
        break;
      case 'ask-again-later':
        this.#seat?.askAgainLater();
        break;
      case 'leave-room':
        this.#seat?.leave(effect.forget);
        break;
      case 'release-peer-seat':
        this.#seat?.releasePeerSeat();
        break;
      case 'connect':
        this.#connect(effect.offer, effect.description);
        break;
      case 'resume':
        this.#link.resume();
        this.#mediaNews.tell();
        break;
      case 'close-peer':
        this.#link.close(effect.bye);
        this.#mediaNews.peer = null;
        if (this.#state.media) void this.#link.warm();
        break;
    }
  }

  #begin(room: string | null, problem: RoomNameProblem | null): void {
    const lack = lackOfBrowser();
    if (!lack) {
      const seat = this.#seatOfNow();
      this.wish.begin(seat.lastChoice(room));
      seat.open();
    }
    this.dispatch({ type: 'start', room, problem, lack });
  }

  async #acquire(): Promise<void> {
    const got = await this.#media.acquire(this.wish);
    if (got === null) return;
    if ('code' in got) return this.dispatch({ type: 'media-failed', failure: got });
    void this.#link.warm();
    this.dispatch({
      type: 'media-granted',
      audio: got.getAudioTracks().length > 0,
      video: got.getVideoTracks().length > 0,
    });
  }

  /** The seat at the server that the settings name now. */
  #seatOfNow(): SeatSession {
    const { server } = this.#options.settings();
    if (this.#seat?.server === server) return this.#seat;
    this.#seat?.close();
    this.#seat = new SeatSession({
      server,
      displayName: () => this.#options.settings().displayName,
      offer: () => this.#link.offer,
      certificate: () => this.#link.certificate,
      dispatch: (event) => this.dispatch(event),
      onRenewed: (iceServers) => this.#link.renew(iceServers),
      onSignal: (signal) => this.#link.hear(signal),
    });
    return this.#seat;
  }

  #hearNotice(notice: PeerNotice): void {
    switch (notice.type) {
      case 'hello':
        this.dispatch({ type: 'peer-named', name: notice.displayName });
        // Once a page: it may say hello as often as it likes.
        if (this.#greeted !== this.#link.pagesMet) this.#mediaNews.tell();
        this.#greeted = this.#link.pagesMet;
        break;
      case 'media':
        this.#mediaNews.hear(notice);
        break;
      case 'away':
      case 'bye':
        this.dispatch({ type: 'peer-said', notice: notice.type });
        break;
    }
    this.features.hear(notice);
  }

  #connect(offer: boolean, description: OfferDescription | null): void {
    const { iceServers = [], sentOffer = null } = this.#seat ?? {};
    const polite = this.#state.seat === 'second';
    const beginning = { polite, relayOnly: this.#relayOnly, iceServers };
    if (offer) this.#link.offerTo(beginning, sentOffer);
    else this.#link.expect(beginning, description);
    this.#mediaNews.tell();
  }

  #choose(
    choice: Partial<MediaChoice>,
    name: 'microphone-change' | 'camera-change',
    on: boolean,
  ): void {
    const isChange = this.wish.choose(choice, this.#isOver);
    this.#mediaNews.tell();
    this.#seat?.choose(this.wish);
    if (isChange) this.#options.onEvent(name, { on });
    this.#options.onChange();
  }

  /** What the peer can see and hear of this side; `null` while there is none. */
  #sent(): PeerMedia | null {
    // Who has lost the seat is still seen and heard.
    if (this.#state.peer === 'absent' && !this.#state.flowing) return null;
    const screen = this.features.isSharing;
    const microphone = this.#media.isSending('audio');
    return { microphone, camera: !screen && this.#media.isSending('video'), screen };
  }

  /** What is sent of a kind. */
  #track(kind: TrackKind): MediaStreamTrack | null {
    return this.features.track(kind) ?? this.#media.track(kind);
  }

  #trackChanged(kind: TrackKind): void {
    this.#link.replaceTrack(kind, this.#track(kind));
    this.#mediaNews.tell();
    this.#options.onChange();
  }

  #untilMedia(): Promise<void> {
    return this.#waiters.until(this.#state, mediaOutcome).then(() => undefined);
  }
}
