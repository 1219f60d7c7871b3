/** Credentials for the relay that expire by themselves, as coturn's `use-auth-secret` wants them. */
import { createHmac } from 'node:crypto';
import type { Config } from '../config.js';
import type { IceServer } from '../protocol/messages.js';

/**
 * The ICE servers for one seat: STUN without credentials, TURN with a user name that is the time of
 * its expiry (seconds since the epoch) and the seat, and as password its HMAC-SHA1
 * (draft-uberti-behave-turn-rest-00, section 2.2).
 */
export function iceServersFor(
  config: Pick<Config, 'stunUrls' | 'turnUrls' | 'turnSecret' | 'turnTtlSeconds'>,
  seatId: string,
  nowMs: number,
): IceServer[] {
  const servers: IceServer[] = [];
  if (config.stunUrls.length > 0) servers.push({ urls: [...config.stunUrls] });
  if (config.turnUrls.length > 0 && config.turnSecret) {
    const username = `${Math.floor(nowMs / 1000) + config.turnTtlSeconds}:${seatId}`;
    const credential = createHmac('sha1', config.turnSecret).update(username).digest('base64');
    servers.push({ urls: [...config.turnUrls], username, credential });
  }
  return servers;
}
