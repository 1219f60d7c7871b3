import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Renders its host once a second while `active` says so, for times that are shown running. */
export class TickingController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #active: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, active: () => boolean) {
    this.#host = host;
    this.#active = active;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#active()) this.hostDisconnected();
    else this.#timer ??= setInterval(() => this.#host.requestUpdate(), 1_000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The time since a moment on the clock of `performance.now()`, as m:ss. */
export function elapsedSince(at: number): string {
  const seconds = Math.max(0, Math.floor((performance.now() - at) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
