/**
 * Seat tokens: a claim and its signature, `base64url(claim) . base64url(HMAC-SHA256)`. The
 * signature covers the room, which is not part of the token, so a token is worthless in another
 * room. Nothing is stored: any server with the same secret can verify a token, before and after a
 * restart.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { MAX_SEAT_TOKEN_LENGTH } from '../protocol/limits.js';
import { SeatPosition } from '../protocol/messages.js';
import type { SeatClaim } from './room-store.js';

const claimSchema = Compile(
  Type.Object({ seat: SeatPosition, issuedAt: Type.Number(), id: Type.String() }),
);

/** Creates the token for a claim in the room with this key. */
export function signSeatToken(secret: string, room: string, claim: SeatClaim): string {
  const { seat, issuedAt, id } = claim;
  const payload = JSON.stringify({ seat, issuedAt, id });
  const signature = computeSignature(secret, room, payload).toString('base64url');
  return `${Buffer.from(payload).toString('base64url')}.${signature}`;
}

/**
 * Returns the claim of a token that this secret signed for this room, `undefined` for any other
 * text.
 */
export function verifySeatToken(
  secret: string,
  room: string,
  token: string,
): SeatClaim | undefined {
  if (token.length > MAX_SEAT_TOKEN_LENGTH) return undefined;
  const [encoded = '', signature = ''] = token.split('.', 2);
  const payload = Buffer.from(encoded, 'base64url').toString();
  const expected = computeSignature(secret, room, payload);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claim: unknown = JSON.parse(payload);
  return claimSchema.Check(claim) ? claim : undefined;
}

function computeSignature(secret: string, room: string, payload: string): Buffer {
  return createHmac('sha256', secret).update(`${room}\n${payload}`).digest();
}
