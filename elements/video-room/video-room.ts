import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { PeerStatus, SeatPosition } from '../../server/protocol/messages.js';
import { CallController } from '../call/call-controller.js';
import { CallError } from '../call/call-error.js';
import type { CallEventMap, CallFailure, CallPhase } from '../call/call-events.js';
import { readSettings } from '../call/call-settings.js';
import { en } from '../i18n/en.js';
import { loadStrings } from '../i18n/load-strings.js';
import { StringsController } from '../i18n/strings-controller.js';
import type { PeerMedia } from '../peer/peer-message.js';
import type { Quality } from '../quality/quality-view.js';
import type { RoomPrompt } from '../room-prompt/room-prompt.js';
import { tokens } from '../theme/tokens.styles.js';
import { attachStreams, framesShown, IN_ROOM, renderStage, renderToolbar } from './call-stage.js';
import { stageStyles } from './call-stage.styles.js';
import { type CallActions, type CallView, type ToolPart, viewCall } from './call-view.js';
import { FocusController } from './focus-controller.js';
import { MovableElement } from './movable-element.js';
import { PageController } from './page-controller.js';
import { PartsController } from './parts-controller.js';
import { renderPanel } from './state-panels.js';
import { panelStyles } from './state-panels.styles.js';
import { statusText } from './status-text.js';
import { styles } from './video-room.styles.js';
import { VideoRoomEvent } from './video-room-event.js';

const GOOD: Quality = { level: 'good', cause: 'none' };
const NO_MEDIA: PeerMedia = { microphone: false, camera: false, screen: false };

/**
 * A whole video call for two: permission, room prompt, join, call, reconnection, errors. All events
 * bubble and are composed. An app that bundles this module must set `server`: its own script's address
 * does not tell.
 *
 * @tag video-room
 *
 * @slot waiting - More on the card while nobody else is there.
 * @slot full - More on the card when the room is full.
 * @slot blocked - More help when camera and microphone cannot be had.
 * @slot left - More on the card after the call.
 * @slot controls - Extra buttons in the toolbar.
 *
 * @csspart local-video - The self view.
 * @csspart remote-video - The picture of the other person.
 * @csspart status - The live region in which every change of state is said.
 * @csspart alert - Every failure.
 * @csspart toolbar - The controls.
 * @csspart button - Each button.
 * @csspart prompt - The room prompt.
 *
 * @cssprop [--video-room-accent=light-dark(#1f5fd6, #8ab4ff)] - Main buttons, focus rings.
 * @cssprop [--video-room-accent-text=light-dark(#ffffff, #0b1a33)] - Text on the accent.
 * @cssprop [--video-room-background=light-dark(#f4f5f8, #101319)] - The ground before the call.
 * @cssprop [--video-room-surface=light-dark(#ffffff, #1b2029)] - Cards and fields.
 * @cssprop [--video-room-text=light-dark(#171b24, #edf0f6)] - Text.
 * @cssprop [--video-room-border=light-dark(#848c9c, #6a7488)] - Borders of buttons and fields.
 * @cssprop [--video-room-radius=14px] - Radius of the corners.
 * @cssprop [--video-room-font=system-ui, -apple-system, "Segoe UI", Roboto, sans-serif] - Font family.
 *
 * @event state-change - The state is another.
 * @event media-ready - Camera and microphone are there.
 * @event media-error - They cannot be had; `name` and `message` are the browser's.
 * @event room-joined - A seat was taken.
 * @event room-full - Both seats are held.
 * @event room-left - The seat was given up; `elsewhere`: to another tab, `removed`: with the element.
 * @event peer-joined - The other person came.
 * @event peer-left - The other person is gone.
 * @event call-connected - Media comes in for the first time, so many `ms` after `join`.
 * @event call-reconnecting - Media stopped.
 * @event call-reconnected - Media is back, `ms` after it stopped.
 * @event microphone-change - The microphone was muted or unmuted.
 * @event camera-change - The camera was turned on or off.
 * @event screen-share-change - A screen is shared, or no longer.
 * @event peer-media-change - What the other person says to send.
 * @event quality-change - The call is better or worse; `cause` says whose side that is due to.
 * @event chat-message - Something was written, by either; `at` is in ms since the epoch.
 * @event playback-blocked - The browser wants a gesture before it plays sound.
 * @event call-error - Something is in the way; `fatal`: it will not pass by itself.
 */
export class VideoRoom extends MovableElement {
  static override readonly styles = [tokens, stageStyles, panelStyles, styles];

  /** Registers the element, unless the name is taken: a page may load it twice, the first one stays. */
  static define(tagName = 'video-room', registry = customElements): void {
    if (!registry.get(tagName)) registry.define(tagName, VideoRoom);
  }

  /** The room to join without asking; an invalid name: the prompt. Read at the next join. */
  @property() room: string | null = null;

  /** Origin of the server; by default the one that this script came from. Read at the next join. */
  @property({ useDefault: true }) server: string = new URL(import.meta.url).origin;

  /** Do not ask for camera and microphone on arrival; wait for `start()`. */
  @property({ type: Boolean }) manual = false;

  /** Shown to the other person; at most 64 characters. */
  @property({ attribute: 'display-name', useDefault: true }) displayName = '';

  /** `en`, `pt-BR` or `es`; else the nearest `lang`, else the browser's, else English. */
  @property({ useDefault: true }) override lang = '';

  /** Start muted. Read at the next start. */
  @property({ type: Boolean }) muted = false;

  /** Start with the camera off. Read at the next start. */
  @property({ type: Boolean, attribute: 'camera-off' }) cameraOff = false;

  /** TURN candidates only: the other person never learns this address. Read at the next join. */
  @property({ type: Boolean, attribute: 'relay-only' }) relayOnly = false;

  /** Leave the chat out. */
  @property({ type: Boolean, attribute: 'no-chat' }) noChat = false;

  /** Leave screen sharing out. */
  @property({ type: Boolean, attribute: 'no-screen-share' }) noScreenShare = false;

  /** Leave the keyboard shortcuts out. */
  @property({ type: Boolean, attribute: 'no-shortcuts' }) noShortcuts = false;

  /** Light or dark; `auto`: as the browser prefers. */
  @property({ reflect: true, useDefault: true }) theme: 'auto' | 'light' | 'dark' = 'auto';

  readonly #texts = new StringsController(this, en, loadStrings);
  readonly #parts: PartsController;
  #session: CallController | null = null;
  #lastError: CallFailure | null = null;
  #playbackBlocked = false;

  /** Where the call is; also the reflected attribute `state`. */
  get state(): CallPhase {
    return this.#session?.state.phase ?? 'idle';
  }

  /** Camera and microphone of this page while they are held. */
  get localStream(): MediaStream | null {
    return this.#session?.localStream ?? null;
  }

  /** What the other person sends; the last picture while the call is being mended. */
  get remoteStream(): MediaStream | null {
    return this.#session?.remoteStream ?? null;
  }

  /** Whether the other seat is held, and by somebody who is there. */
  get peer(): PeerStatus {
    return this.#session?.state.peer ?? 'absent';
  }

  /** What the other person says to send. */
  get peerMedia(): PeerMedia {
    return this.#session?.state.peerMedia ?? NO_MEDIA;
  }

  /** How good the call is, and whose side that is due to. */
  get quality(): Quality {
    return this.#session?.features.quality.quality ?? GOOD;
  }

  /** The detail of the last `media-error` or `call-error`. */
  get lastError(): CallFailure | null {
    return this.#lastError;
  }

  constructor() {
    super();
    this.#parts = new PartsController(this, {
      room: () => this.#session?.state.room?.name ?? this.room,
      address: () => ({
        server: this.#session?.server ?? this.server,
        room: this.#session?.state.room?.name ?? '',
      }),
    });
    new FocusController(this, () => this.state);
    new PageController(this, {
      networkChanged: (isCertain) => this.#session?.dispatch({ type: 'network-change', isCertain }),
      shown: () => this.#session?.dispatch({ type: 'page-shown' }),
      hidden: () => this.#session?.dispatch({ type: 'page-hidden' }),
    });
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'state'];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    // `state` is shown, not taken: who writes it is overruled.
    if (name === 'state') this.#showState();
    else super.attributeChangedCallback(name, old, value);
  }

  protected override arrived(): void {
    this.#session = new CallController({
      settings: () => readSettings(this),
      isHidden: () => document.hidden,
      framesShown: () => framesShown(this.renderRoot),
      onChange: () => {
        this.#showState();
        this.requestUpdate();
      },
      onEvent: (name, detail) => this.#tell(name, detail),
    });
    this.#showState();
    // In a tick: what a script sets right after inserting counts, and who is gone again asks nothing.
    setTimeout(() => {
      if (this.manual || !this.isConnected || this.state !== 'idle') return;
      void this.#session?.start().catch(() => null);
    });
  }

  protected override removed(): void {
    this.#session?.dispose();
    this.#session = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('room') && this.hasUpdated) this.#session?.handleRoomChange();
    if (!this.hasUpdated) return;
    if (changed.has('muted') || changed.has('cameraOff')) {
      this.#session?.handleMediaDefaultsChange();
    }
    if (changed.has('displayName')) this.#session?.dispatch({ type: 'display-name-change' });
  }

  protected override updated(): void {
    attachStreams(this.renderRoot, this.#view());
  }

  /** Asks for camera and microphone, then for the room. Resolves when the devices are there. */
  async start(): Promise<void> {
    await this.#connected().start();
  }

  /**
   * Joins a room: starts first where need be, leaves another one first. Resolves when seated, to the
   * normal form of the name. Rejects with `full`, `invalid-room`, `blocked` or `aborted`.
   */
  async join(room: string): Promise<{ room: string; seat: SeatPosition }> {
    return this.#connected().join(room);
  }

  /** Gives the seat up and stops camera and microphone. */
  async leave(): Promise<void> {
    this.#session?.dispatch({ type: 'leave', reason: 'left' });
  }

  /** Asks for camera and microphone again. Resolves when they are there. */
  async retry(): Promise<void> {
    await this.#connected().retry();
  }

  /** Unmutes (`true`), mutes (`false`) or changes over. Resolves to whether it is on now. */
  async toggleMicrophone(on?: boolean): Promise<boolean> {
    const session = this.#connected();
    return session.setMicrophone(on);
  }

  /** Turns the camera on or off. Resolves to whether it is on now; rejects when it cannot be had. */
  async toggleCamera(on?: boolean): Promise<boolean> {
    const session = this.#connected();
    return session.setCamera(on);
  }

  /** Shares a screen in place of the camera, or ends that. Resolves to whether one is shared now. */
  async toggleScreenShare(on?: boolean): Promise<boolean> {
    return this.#connected().setScreenShare(on);
  }

  /** Writes to the other person, who gets it as soon as there is a way. Rejects what is empty or too long. */
  async sendMessage(text: string): Promise<void> {
    await this.#connected().request({ type: 'send-chat-message', text });
  }

  /** Uses another microphone; empty: the browser's choice. Rejects with `not-found` without such. */
  async setAudioInput(id: string): Promise<void> {
    await this.#connected().request({ type: 'set-input', kind: 'audio', id });
  }

  /** Uses another camera; empty: the browser's choice. Rejects with `not-found` without such. */
  async setVideoInput(id: string): Promise<void> {
    await this.#connected().request({ type: 'set-input', kind: 'video', id });
  }

  /** Plays on another speaker. Rejects with `unsupported` where the browser does not let pages choose. */
  async setAudioOutput(id: string): Promise<void> {
    await this.#connected().request({ type: 'set-audio-output', id });
  }

  /** Uses the camera on the other side, or the next. Rejects with `not-found` where there is one. */
  async switchCamera(): Promise<void> {
    await this.#connected().request({ type: 'switch-camera' });
  }

  /** The figures of the connection; `null` without one. */
  async getStats(): Promise<RTCStatsReport | null> {
    return this.#session?.getStats() ?? null;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#texts.isFirstLoading) return nothing;
    const view = this.#view();
    const { tools } = this.#parts;
    const { features = null } = this.#session ?? {};
    const toolView = tools?.look(view, this.#actions, features, IN_ROOM.includes(this.state));
    const part = (render: ToolPart) => (tools && toolView ? tools[render](toolView) : nothing);
    const inCall = view.remoteStream !== null && this.state !== 'left';
    return html`
      <div
        class="stage"
        ?data-in-call=${inCall}
        ?data-mirror=${view.call.hasMedia && !inCall}
        role="region" aria-label=${view.strings.call}>
        ${renderStage(view, this.#actions, part)}
        <div class="center">${renderPanel(view, this.#actions, part('renderCard'))}</div>
        ${renderToolbar(view, this.#actions, part('renderButtons'))}
        ${part('renderPanel')}
        ${view.errorCards?.renderNotices(view, this.#actions)}
        <p part="status" role="status" class="said">${statusText(view.call, view.strings)}</p>
      </div>
    `;
  }

  #view(): CallView {
    const { strings, locale } = this.#texts;
    return viewCall(this.#session, {
      strings,
      locale,
      errorCards: this.#parts.trouble?.troubleIn(locale) ?? null,
      inviteLink: this.#parts.invite?.link ?? '',
      linkCopied: this.#parts.invite?.isCopied ?? false,
      playbackBlocked: this.#playbackBlocked,
    });
  }

  readonly #actions: CallActions = {
    start: () => void this.start().catch(() => null),
    retry: () => void this.retry().catch(() => null),
    chooseRoom: (event) => {
      event.stopPropagation();
      void this.#session?.join(event.detail.room).catch(() => null);
    },
    dismissPrompt: (event) => {
      event.stopPropagation();
      this.#session?.dispatch({ type: 'room-name-refused', problem: 'empty' });
      (event.currentTarget as RoomPrompt).problem = 'empty';
    },
    refuseName: (event) => event.stopPropagation(),
    anotherRoom: () => this.#session?.dispatch({ type: 'choose-another-room' }),
    askAgain: () => this.#session?.dispatch({ type: 'retry-join' }),
    takeOver: () => this.#session?.dispatch({ type: 'take-over' }),
    release: () => this.#session?.dispatch({ type: 'release-peer-seat' }),
    rejoin: () => this.#session?.dispatch({ type: 'rejoin' }),
    copyLink: () => void this.#parts.invite?.copy(),
    toggleMicrophone: () => void this.toggleMicrophone(),
    toggleCamera: () => void this.toggleCamera().catch(() => null),
    leave: () => void this.leave(),
    playbackBlocked: (blocked) => {
      const isNews = blocked && !this.#playbackBlocked;
      this.#playbackBlocked = blocked;
      this.requestUpdate();
      if (isNews) this.#tell('playback-blocked', {});
    },
  };

  #connected(): CallController {
    if (!this.#session) throw new CallError('aborted');
    return this.#session;
  }

  #showState(): void {
    if (this.getAttribute('state') !== this.state) this.setAttribute('state', this.state);
  }

  #tell<N extends keyof CallEventMap>(name: N, detail: CallEventMap[N]): void {
    this.#showState();
    if (name === 'media-error' || name === 'call-error') {
      this.#lastError = detail as CallFailure;
    }
    if (name === 'state-change') this.#parts.invite?.forget();
    this.dispatchEvent(new VideoRoomEvent(name, detail));
  }
}
