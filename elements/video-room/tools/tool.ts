/** What a tool of the call is made of: a button, perhaps a panel, marks, a key; all of it in one place. */
import type { LitElement, nothing, TemplateResult } from 'lit';
import type { CallFailure, CallPhase } from '../../call/call-events.js';
import type { CallFeatures } from '../../call/call-features.js';
import type { CallStrings } from '../../i18n/call/en.js';
import type { CallActions, CallView } from '../call-view.js';
import type { ToolButton } from './tool-button.js';

/** The element, as far as its tools see it. */
export interface ToolHost extends LitElement {
  readonly state: CallPhase;
  readonly localStream: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  readonly lastError: CallFailure | null;
  /** What the host page calls this person; empty: whatever the person says. */
  readonly displayName: string;
  readonly noChat: boolean;
  readonly noScreenShare: boolean;
  readonly noShortcuts: boolean;
  toggleMicrophone(on?: boolean): Promise<boolean>;
  toggleCamera(on?: boolean): Promise<boolean>;
  toggleScreenShare(on?: boolean): Promise<boolean>;
  leave(): Promise<void>;
}

/** What tools show. */
export interface ToolView extends CallView {
  readonly actions: CallActions;
  readonly words: CallStrings;
  readonly features: CallFeatures | null;
  /** Whether a seat is held. */
  readonly inRoom: boolean;
  /** The tool whose panel is open. */
  readonly open: Tool | null;
}

/** One tool; it is made once per element and lives as long. */
export interface Tool {
  /** Its button, with its shortcut, where this browser and this call can honour it. */
  button?(view: ToolView): ToolButton | null;
  /** The name of its panel, which is the name of the button that opens it. */
  panelName?(view: ToolView): string;
  renderPanel?(view: ToolView): TemplateResult;
  /** Something beside the name of the peer. */
  renderMarks?(view: ToolView): TemplateResult | typeof nothing;
  /** Something over the pictures. */
  renderOver?(view: ToolView): TemplateResult | typeof nothing;
  /** Something on the card of a state, below what is there. */
  renderCard?(view: ToolView): TemplateResult | typeof nothing;
  /** Something that floats above the toolbar for a while, and is said. */
  renderHint?(view: ToolView): TemplateResult | typeof nothing;
  /** What is to be done when something has been rendered. */
  updated?(view: ToolView): void;
  hostConnected?(): void;
  hostDisconnected?(): void;
}

/** What a tool may ask of the toolbar that it is in. */
export interface Toolbox {
  readonly host: ToolHost;
  /** Opens the panel of a tool, or closes it; one is open at a time. */
  toggle(tool: Tool, open?: boolean): void;
  isOpen(tool: Tool): boolean;
  /** The buttons that are there now, in their order. */
  readonly buttons: readonly ToolButton[];
}
