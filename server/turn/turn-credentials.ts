/** Credentials for the relay that expire by themselves, as coturn's `use-auth-secret` wants them. */
import { createHmac } from 'node:crypto';
import type { Config } from '../config.js';
import type { IceServer } from '../protocol/messages.js';

/** Characters of a user's name: 72 bits, as much as nobody meets by chance. */
const USER_LENGTH = 12;

/**
 * The user at the relay that stands for an address, as `addressKeys` names it: the relay's quota is per
 * user, and whoever asks for many credentials gets one quota for all of them. The relay learns no address
 * by it. Empty without a secret.
 */
export function turnUserOf({ turnSecret }: Pick<Config, 'turnSecret'>, host: string): string {
  if (turnSecret === null) return '';
  const digest = createHmac('sha256', turnSecret).update(`user of ${host}`).digest('base64url');
  return digest.slice(0, USER_LENGTH);
}

/**
 * The ICE servers for one user: STUN without credentials, TURN with a user name that is the time of its
 * expiry (seconds since the epoch) and the user, and as password its HMAC-SHA1
 * (draft-uberti-behave-turn-rest-00, section 2.2).
 */
export function iceServersFor(
  config: Pick<Config, 'stunUrls' | 'turnUrls' | 'turnSecret' | 'turnTtlSeconds'>,
  user: string,
  nowMs: number,
): IceServer[] {
  const servers: IceServer[] = [];
  if (config.stunUrls.length > 0) servers.push({ urls: [...config.stunUrls] });
  if (config.turnUrls.length > 0 && config.turnSecret) {
    const username = `${Math.floor(nowMs / 1000) + config.turnTtlSeconds}:${user}`;
    const credential = createHmac('sha1', config.turnSecret).update(username).digest('base64');
    servers.push({ urls: [...config.turnUrls], username, credential });
  }
  return servers;
}
