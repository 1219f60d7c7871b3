import type { ReactiveController } from 'lit';
import type { InviteAddress, InviteController } from './invite-controller.js';
import type { CallTools } from './tools/call-tools.js';
import type { ToolHost } from './tools/tool.js';

type TroubleModule = typeof import('./trouble-panels.js');

/** The wait after a part could not be loaded: a server may be starting anew. */
const RETRY_MS = 2_000;

/** What the parts ask of the call. */
export interface PartsOptions {
  /** The room that is asked for; without one there will be a prompt. */
  readonly room: () => string | null;
  readonly address: () => InviteAddress;
}

/**
 * Loads what its host needs beyond the core, when it needs it: the prompt, the cards of trouble, the
 * tools of a call. What cannot be loaded is asked for again and again.
 */
export class PartsController implements ReactiveController {
  /** The cards of trouble; `null` until they are loaded. */
  trouble: TroubleModule | null = null;
  /** The tools; `null` until they are loaded. */
  tools: CallTools | null = null;
  /** The link into the room; `null` until there is something that shows it. */
  invite: InviteController | null = null;
  readonly #host: ToolHost;
  readonly #options: PartsOptions;
  readonly #loading = new Map<string, Promise<void>>();

  constructor(host: ToolHost, options: PartsOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdate(): void {
    const { state, localStream, lastError } = this.#host;
    if (state === 'full' || state === 'left' || lastError) {
      void this.#load('trouble', async () => {
        await this.#loadInvite();
        this.trouble = await import('./trouble-panels.js');
      });
    }
    if (state === 'naming' || (state === 'requesting' && this.#options.room() === null)) {
      void this.#load('prompt', async () => {
        // A pinned script holds every part: only what is wanted takes a name that a page may use.
        const { RoomPrompt } = await import('../room-prompt/room-prompt.js');
        RoomPrompt.define();
      });
    }
    if (localStream) {
      void this.#load('tools', async () => {
        // One after the other on a narrow line: somebody waits for the prompt.
        await this.#loading.get('prompt');
        await this.#loadInvite();
        const { CallTools } = await import('./tools/call-tools.js');
        this.tools ??= new CallTools(this.#host);
      });
    }
  }

  async #loadInvite(): Promise<void> {
    const { InviteController } = await import('./invite-controller.js');
    this.invite ??= new InviteController(this.#host, this.#options.address);
  }

  #load(name: string, load: () => Promise<unknown>): Promise<void> {
    const known = this.#loading.get(name);
    if (known) return known;
    const loading = load().then(
      () => this.#host.requestUpdate(),
      () => {
        this.#loading.delete(name);
        setTimeout(() => this.#load(name, load), RETRY_MS);
      },
    );
    this.#loading.set(name, loading);
    return loading;
  }
}
