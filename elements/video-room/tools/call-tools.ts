/** The tools of the call: their buttons, the one panel that is open, their marks. Loaded with the camera. */
import { adoptStyles, html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import closeIcon from 'lucide-static/icons/x.svg';
import type { CallFeatures } from '../../call/call-features.js';
import { en } from '../../i18n/call/en.js';
import { loadCallStrings } from '../../i18n/call/load-call-strings.js';
import { StringsController } from '../../i18n/strings-controller.js';
import type { CallActions, CallView } from '../call-view.js';
import { renderIcon } from '../icon.js';
import { toolStyles } from './call-tools.styles.js';
import { ChatTool } from './chat-tool.js';
import { chatStyles } from './chat-tool.styles.js';
import { FlipCameraTool } from './flip-camera-tool.js';
import { FullScreenTool } from './full-screen-tool.js';
import { IdleTool } from './idle-tool.js';
import { idleStyles } from './idle-tool.styles.js';
import { InterruptionTool } from './interruption-tool.js';
import { InviteTool } from './invite-tool.js';
import { inviteStyles } from './invite-tool.styles.js';
import { LoadAheadTool } from './load-ahead-tool.js';
import { MutedTool } from './muted-tool.js';
import { PeerTool } from './peer-tool.js';
import { peerStyles } from './peer-tool.styles.js';
import { PictureTool } from './picture-tool.js';
import { QualityTool } from './quality-tool.js';
import { qualityStyles } from './quality-tool.styles.js';
import { ReplacedTool } from './replaced-tool.js';
import { ResumeTool } from './resume-tool.js';
import { RoomNameTool } from './room-name-tool.js';
import { ScreenShareTool } from './screen-share-tool.js';
import { SelfViewTool } from './self-view-tool.js';
import { selfViewStyles } from './self-view-tool.styles.js';
import { SettingsTool } from './settings-tool.js';
import { settingsStyles } from './settings-tool.styles.js';
import { ShortcutsTool } from './shortcuts-tool.js';
import { shortcutsStyles } from './shortcuts-tool.styles.js';
import type { Tool, Toolbox, ToolHost, ToolView } from './tool.js';
import { type ToolButton, toolButton } from './tool-button.js';
import { WakeLockTool } from './wake-lock-tool.js';

/** The wait before the devices are asked for again, in ms: a server may be restarting. */
const RETRY_MS = 2_000;

/** One per element. */
export class CallTools implements ReactiveController, Toolbox {
  readonly host: ToolHost;
  readonly #texts: StringsController<typeof en>;
  readonly #shortcuts: ShortcutsTool;
  /** In the order of their buttons; those without one come last. */
  readonly #tools: readonly Tool[];
  #open: Tool | null = null;
  /** What had the focus when the panel was opened. */
  #opener: HTMLElement | null = null;
  #focusOwed = false;
  #view: ToolView | null = null;
  #isLoadingDevices = false;

  constructor(host: ToolHost) {
    this.host = host;
    this.#texts = new StringsController(host, en, loadCallStrings);
    this.#shortcuts = new ShortcutsTool(this);
    this.#tools = [
      new PeerTool(),
      new SelfViewTool(this),
      new FlipCameraTool(this),
      new ScreenShareTool(this),
      new ChatTool(this),
      new InviteTool(this),
      new QualityTool(this),
      new SettingsTool(this),
      new PictureTool(this),
      new FullScreenTool(this),
      this.#shortcuts,
      new RoomNameTool(this),
      new MutedTool(this),
      new ReplacedTool(this),
      new IdleTool(this),
      new WakeLockTool(),
      new InterruptionTool(host),
      new LoadAheadTool(host),
      new ResumeTool(host),
    ];
    const { elementStyles } = host.constructor as typeof HTMLElement & { elementStyles: [] };
    adoptStyles(host.renderRoot as ShadowRoot, [
      ...elementStyles,
      toolStyles,
      peerStyles,
      selfViewStyles,
      chatStyles,
      inviteStyles,
      qualityStyles,
      settingsStyles,
      shortcutsStyles,
      idleStyles,
    ]);
    host.addController(this);
  }

  hostConnected(): void {
    for (const tool of this.#tools) tool.hostConnected?.();
  }

  hostDisconnected(): void {
    for (const tool of this.#tools) tool.hostDisconnected?.();
  }

  hostUpdated(): void {
    if (!this.#view) return;
    for (const tool of this.#tools) tool.updated?.(this.#view);
    if (!this.#focusOwed) return;
    this.#focusOwed = false;
    const panel = this.host.renderRoot.querySelector<HTMLElement>('.sheet');
    (panel?.querySelector<HTMLElement>('[data-focus]') ?? panel)?.focus();
  }

  isOpen(tool: Tool): boolean {
    return tool === this.#open;
  }

  toggle(tool: Tool, open = !this.isOpen(tool)): void {
    if (open === this.isOpen(tool)) return;
    const { activeElement } = this.host.renderRoot as ShadowRoot;
    if (open) this.#opener ??= activeElement instanceof HTMLElement ? activeElement : null;
    this.#open = open ? tool : null;
    this.#focusOwed = open;
    this.host.requestUpdate();
    if (open) return;
    this.#opener?.focus();
    this.#opener = null;
  }

  get buttons(): readonly ToolButton[] {
    const view = this.#view;
    if (!view) return [];
    return this.#tools
      .map((tool) => tool.button?.(view) ?? null)
      .filter((button) => button !== null);
  }

  /** What the tools show; to be asked for once in each render, before anything else. */
  look(
    view: CallView,
    actions: CallActions,
    features: CallFeatures | null,
    inRoom: boolean,
  ): ToolView {
    if (this.#open && !inRoom && view.call.phase !== 'naming') this.toggle(this.#open, false);
    const words = this.#texts.strings;
    if (features && !features.devices) this.#loadDevices(features);
    this.#view = { ...view, actions, words, features, inRoom, open: this.#open };
    return this.#view;
  }

  /** The choice of devices comes with these controls; a failed download is tried again in a while. */
  #loadDevices(features: CallFeatures): void {
    if (this.#isLoadingDevices) return;
    this.#isLoadingDevices = true;
    const isDone = () => {
      setTimeout(() => {
        this.#isLoadingDevices = false;
      }, RETRY_MS);
    };
    features.loadDevices().then(isDone, isDone);
  }

  renderButtons(view: ToolView): unknown {
    // Each keeps its place, so that none takes over another's node and its focus.
    return this.#tools.map((tool) => {
      const button = tool.button?.(view);
      if (!button) return nothing;
      return toolButton(this.#shortcuts.areOn ? button : { ...button, key: undefined });
    });
  }

  renderMarks(view: ToolView): unknown {
    return this.#tools.map((tool) => tool.renderMarks?.(view) ?? nothing);
  }

  renderOver(view: ToolView): unknown {
    return this.#tools.map((tool) => tool.renderOver?.(view) ?? nothing);
  }

  renderCard(view: ToolView): unknown {
    return this.#tools.map((tool) => tool.renderCard?.(view) ?? nothing);
  }

  /** What lies over the call: the panel that is open, and the hints. */
  renderPanel(view: ToolView): TemplateResult {
    return html`<div class="hints" role="status">
        ${this.#tools.map((tool) => tool.renderHint?.(view) ?? nothing)}
      </div>
      ${this.#renderSheet(view)}`;
  }

  #renderSheet(view: ToolView): TemplateResult | typeof nothing {
    const tool = this.#open;
    if (!tool?.renderPanel) return nothing;
    return html`<div
      class="sheet"
      role="dialog"
      aria-labelledby="sheet-title"
      tabindex="-1"
      @keydown=${this.#onKeydown}
    >
      <header>
        <h2 id="sheet-title">${tool.panelName?.(view)}</h2>
        <button
          part="button"
          class="close"
          aria-label=${view.words.close}
          title=${view.words.close}
          @click=${() => this.toggle(tool, false)}
        >
          ${renderIcon(closeIcon)}
        </button>
      </header>
      ${tool.renderPanel(view)}
    </div>`;
  }

  readonly #onKeydown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing || !this.#open) return;
    event.stopPropagation();
    this.toggle(this.#open, false);
  };
}
