/**
 * Where a browser remembers its seats: two slots per server and room in `localStorage`, each a seat
 * token behind a Web Lock that its tab holds, and in the tab's `sessionStorage` which room and slot
 * are its own. So a tab that reloads finds its own seat, a second tab takes the other slot and joins
 * as another person. Without storage everything works, and is forgotten.
 */
import { SEAT_TOKEN_LIFETIME_MS } from '../../server/protocol/limits.js';
import type { RoomName } from '../../server/protocol/room-name.js';

/** How long a reloaded tab waits for its own lock: the page before it lets go a moment later. */
const OWN_LOCK_WAIT_MS = 1_000;

/** The platform's stores; `null` where the browser refuses them. */
export interface SeatStores {
  readonly local: Storage | null;
  readonly session: Storage | null;
  readonly locks: LockManager | null;
}

/** A slot that this tab holds. */
export interface SeatSlot {
  /** 0 or 1; `null` for a tab beyond the two, which remembers only for itself. */
  readonly index: number | null;
  /** The seat's token, `null` until a seat was given. */
  readonly token: string | null;
  /** Keeps the token of the seat that the server gave. */
  save(token: string): void;
  /** The seat was left: nothing is kept. */
  clear(): void;
  /** Lets another tab have the slot; what it holds is kept. */
  release(): void;
}

const NOTHING_HELD = () => undefined;

/** Which element of a page holds which lock. */
export type LockHolders = Map<string, SeatStorage>;

const holdersOfPage: LockHolders = new Map();

/** Microphone and camera as the person left them. */
export interface MediaChoice {
  readonly microphone: boolean;
  readonly camera: boolean;
}

interface OwnRoom {
  readonly room: string;
  readonly key: string;
  readonly slot: number;
}

/** The stores of this window; reading them throws where cookies are blocked. */
export function browserStores(): SeatStores {
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read() ?? null;
    } catch {
      // Storage is blocked for this site: the call works without.
      return null;
    }
  };
  return {
    local: attempt(() => localStorage),
    session: attempt(() => sessionStorage),
    locks: attempt(() => navigator.locks),
  };
}

/** The memory of one element at one server. */
export class SeatStorage {
  readonly #prefix: string;
  readonly #stores: SeatStores;
  readonly #holders: LockHolders;

  constructor(
    server: string,
    stores: SeatStores = browserStores(),
    holders: LockHolders = holdersOfPage,
  ) {
    this.#prefix = `video-room ${server}`;
    this.#stores = stores;
    this.#holders = holders;
  }

  /** The room in which this tab sat before it was reloaded. */
  get lastRoom(): string | null {
    return this.#ownRoom()?.room ?? null;
  }

  /**
   * What this tab chose before it was reloaded: nobody is unmuted by a reload. Of what it chose while it
   * had no room only what is off holds, since the page says how a call begins.
   */
  loadMediaChoice(key: string | null): Partial<MediaChoice> | null {
    const { microphone, camera } = readItem(this.#stores.session, `${this.#prefix} media`);
    if (typeof microphone !== 'boolean' || typeof camera !== 'boolean') return null;
    const own = this.#ownRoom();
    if (own) return own.key === key ? { microphone, camera } : null;
    return { ...(microphone ? {} : { microphone }), ...(camera ? {} : { camera }) };
  }

  /** Keeps what this tab chose, until it leaves. */
  saveMediaChoice({ microphone, camera }: MediaChoice): void {
    writeItem(this.#stores.session, `${this.#prefix} media`, { microphone, camera });
  }

  /** This tab leaves before it has its slot back: what it would have come back to is forgotten. */
  clearOwnSeat(): void {
    const own = this.#ownRoom();
    if (own) writeItem(this.#stores.local, this.#storageKey(own.key, own.slot), null);
    this.clearTab();
  }

  /** This tab has no seat any more; another tab of the browser may have it. */
  clearTab(): void {
    writeItem(this.#stores.session, this.#prefix, null);
    writeItem(this.#stores.session, `${this.#prefix} media`, null);
  }

  /** The first slot of a room that no other tab holds; its own after a reload. */
  async claimSlot(room: RoomName): Promise<SeatSlot> {
    const { key } = room;
    const own = this.#ownRoom();
    if (own?.key === key) {
      const release = await this.#lock(key, own.slot, {
        signal: AbortSignal.timeout(OWN_LOCK_WAIT_MS),
      });
      if (release) return this.#slot(room, own.slot, release);
    }
    for (const slot of [0, 1]) {
      const release = await this.#lock(key, slot, { ifAvailable: true });
      if (release) return this.#slot(room, slot, release);
    }
    return this.#slot(room, null, NOTHING_HELD);
  }

  /** Whether another tab of this browser holds a seat of this room; `own` is the slot of this tab. */
  async isHeldByOtherTab(key: string, own: number | null): Promise<boolean> {
    return (await this.#findOtherTabSlot(key, own)) !== undefined;
  }

  /** Takes the slot of a seat from the tab that holds it, or else as `claim` does. */
  async takeOverSlot(room: RoomName, own: number | null): Promise<SeatSlot> {
    const slot = await this.#findOtherTabSlot(room.key, own);
    const release = slot !== undefined && (await this.#lock(room.key, slot, { steal: true }));
    return release ? this.#slot(room, slot, release) : this.claimSlot(room);
  }

  async #findOtherTabSlot(key: string, own: number | null): Promise<number | undefined> {
    const held = (await this.#stores.locks?.query().catch(() => null))?.held ?? [];
    return [0, 1].find((slot) => {
      const name = this.#storageKey(key, slot);
      const isHeld = slot !== own && held.some((lock) => lock.name === name);
      return isHeld && this.#loadToken(name) !== null;
    });
  }

  #storageKey(key: string, slot: number): string {
    return `${this.#prefix} ${key} ${slot}`;
  }

  #ownRoom(): OwnRoom | null {
    const { room, key, slot } = readItem(this.#stores.session, this.#prefix);
    if (typeof room !== 'string' || typeof key !== 'string') return null;
    if (slot !== 0 && slot !== 1) return null;
    // What another element of this page holds is not ours.
    const holder = this.#holders.get(this.#storageKey(key, slot)) ?? this;
    return holder === this ? { room, key, slot } : null;
  }

  #loadToken(name: string): string | null {
    const { token, at } = readItem(this.#stores.local, name);
    if (typeof token === 'string' && Date.now() - Number(at) < SEAT_TOKEN_LIFETIME_MS) return token;
    writeItem(this.#stores.local, name, null);
    return null;
  }

  /** Resolves to what lets go of the lock, or `null` where it cannot be had. */
  async #lock(key: string, slot: number, options: LockOptions): Promise<(() => void) | null> {
    const { locks } = this.#stores;
    // Without locks two tabs cannot be told apart, so neither remembers.
    if (!locks) return null;
    const name = this.#storageKey(key, slot);
    return new Promise((resolve) => {
      const hold = (lock: Lock | null) =>
        new Promise<void>((letGo) => {
          const release = () => {
            if (this.#holders.get(name) === this) this.#holders.delete(name);
            letGo();
          };
          if (lock) this.#holders.set(name, this);
          resolve(lock ? release : null);
          if (!lock) letGo();
        });
      // Rejects when the wait is over, and later when another tab steals the lock.
      locks.request(name, options, hold).catch(() => resolve(null));
    });
  }

  #slot({ name: room, key }: RoomName, index: number | null, release: () => void): SeatSlot {
    const name = this.#storageKey(key, index ?? 0);
    const remember = (seat: object | null, own: OwnRoom | null) => {
      if (index === null) return;
      writeItem(this.#stores.local, name, seat);
      if (own) writeItem(this.#stores.session, this.#prefix, own);
      else this.clearTab();
    };
    let token = index === null ? null : this.#loadToken(name);
    return {
      index,
      get token() {
        return token;
      },
      save(given) {
        token = given;
        remember({ token, at: Date.now() }, { room, key, slot: index ?? 0 });
      },
      clear() {
        remember(null, null);
        release();
      },
      release,
    };
  }
}

/** Anybody of this origin may write here: what is not ours is as good as nothing. */
function readItem(storage: Storage | null, name: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(storage?.getItem(name) ?? '{}'));
  } catch {
    // Not JSON, or the storage is blocked.
    return {};
  }
}

function writeItem(storage: Storage | null, name: string, value: object | null): void {
  try {
    if (value) storage?.setItem(name, JSON.stringify(value));
    else storage?.removeItem(name);
  } catch {
    // The storage is full: this seat is not remembered.
  }
}
