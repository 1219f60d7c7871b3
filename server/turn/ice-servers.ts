/** Credentials for the relay that expire by themselves, as coturn's `use-auth-secret` wants them. */
import { createHmac } from 'node:crypto';
import type { Config } from '../config.js';
import type { IceServer } from '../protocol/messages.js';

/** Characters of a user's name: 72 bits, as much as nobody meets by chance. */
const USER_LENGTH = 12;

/** Users that are remembered, so that one address is not hashed for each of its joins. */
const MAX_CACHED_USERS = 10_000;

/** Makes what `RTCPeerConnection` takes as `iceServers`. */
export class IceServers {
  readonly #config: TurnConfig;
  readonly #turnUsers = new Map<string, string>();

  constructor(config: TurnConfig) {
    this.#config = config;
  }

  /**
   * The ICE servers for whoever asks from an address, as `addressKeys` names it: STUN without credentials,
   * TURN with a user name that is the time of its expiry (seconds since the epoch) and the user, and as
   * password its HMAC-SHA1 (draft-uberti-behave-turn-rest-00, section 2.2).
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
   * The user at the relay that stands for an address: the relay's quota is per user, and whoever asks for
   * many credentials gets one quota for all of them. The relay learns no address by it.
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
