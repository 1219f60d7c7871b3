/** Creates TURN credentials that expire, for coturn's `use-auth-secret`. */
import { createHmac } from 'node:crypto';
import type { Config } from '../config.js';
import type { IceServer } from '../protocol/messages.js';

/** Characters of a user name: 72 bits, which do not collide by chance. */
const USER_LENGTH = 12;

/** Cached user names, so that an address is not hashed for each of its joins. */
const MAX_CACHED_USERS = 10_000;

/** Creates the `iceServers` of an `RTCPeerConnection`. */
export class IceServers {
  readonly #config: TurnConfig;
  readonly #turnUsers = new Map<string, string>();

  constructor(config: TurnConfig) {
    this.#config = config;
  }

  /**
   * Returns the ICE servers for an address (a key of `addressKeys`): STUN without credentials, TURN
   * with credentials. The user name is the expiry (seconds since the epoch) and the user; the
   * password is its HMAC-SHA1 (draft-uberti-behave-turn-rest-00, section 2.2).
   */
  iceServersFor(host: string, nowMs: number): IceServer[] {
    const { stunUrls, turnUrls, turnSecret, turnTtlSeconds } = this.#config;
    const servers: IceServer[] = [];
    if (stunUrls.length > 0) servers.push({ urls: [...stunUrls] });
    if (turnUrls.length > 0 && turnSecret !== null) {
      const expiry = Math.floor(nowMs / 1000) + turnTtlSeconds;
      const username = `${expiry}:${this.#turnUserFor(host, turnSecret)}`;
      const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
      servers.push({ urls: [...turnUrls], username, credential });
    }
    return servers;
  }

  /**
   * Returns the TURN user for an address. The quota of coturn applies per user, so an address that
   * requests many credentials has one quota for all of them. The TURN server cannot read the
   * address from it.
   */
  #turnUserFor(host: string, secret: string): string {
    const known = this.#turnUsers.get(host);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(`user of ${host}`).digest('base64url');
    const user = digest.slice(0, USER_LENGTH);
    if (this.#turnUsers.size >= MAX_CACHED_USERS) this.#turnUsers.clear();
    this.#turnUsers.set(host, user);
    return user;
  }
}

type TurnConfig = Pick<Config, 'stunUrls' | 'turnUrls' | 'turnSecret' | 'turnTtlSeconds'>;
