import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { MAX_SEAT_TOKEN_LENGTH } from '../../../server/protocol/limits.js';
import type { SeatClaim } from '../../../server/rooms/room-store.js';
import { signSeatToken, verifySeatToken } from '../../../server/rooms/seat-token.js';

const claim: SeatClaim = {
  seat: 'second',
  issuedAt: 1_790_000_000_000,
  id: '3b241101-e2bb-4255-8caf-4136c566a962',
};

t.test('a token verifies only with its room and its secret', async (t) => {
  const token = signSeatToken('secret', 'room', claim);
  t.same(verifySeatToken('secret', 'room', token), claim);
  t.equal(verifySeatToken('secret', 'other', token), undefined);
  t.equal(verifySeatToken('other', 'room', token), undefined);
  t.match(token, /^[\w-]+\.[\w-]+$/);
});

t.test('any claim survives signing for any room', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.string(), (room, issuedAt, id) => {
      const any: SeatClaim = { seat: 'first', issuedAt, id };
      const back = verifySeatToken('s', room, signSeatToken('s', room, any));
      return back?.seat === 'first' && back.issuedAt === issuedAt && back.id === id;
    }),
  );
});

t.test('no other text verifies', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !verifySeatToken('s', 'room', text)),
  );
  const token = signSeatToken('s', 'room', claim);
  fc.assert(
    fc.property(fc.nat(token.length - 2), fc.constantFrom(...'Aa0_.='), (at, other) => {
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      // The last character of base64 may contain unused bits, so it is not changed here.
      return changed === token || verifySeatToken('s', 'room', changed) === undefined;
    }),
  );
});

t.test('a signed token of another shape is refused', async (t) => {
  const payload = JSON.stringify({ seat: 'third', issuedAt: 1, id: 'x' });
  const signature = createHmac('sha256', 's').update(`room\n${payload}`).digest('base64url');
  const token = `${Buffer.from(payload).toString('base64url')}.${signature}`;
  t.equal(verifySeatToken('s', 'room', token), undefined);
});

t.test('tokens are far below the size limit, and a longer one is invalid', async (t) => {
  t.ok(signSeatToken('s', 'room', claim).length < MAX_SEAT_TOKEN_LENGTH / 2);
  const long = signSeatToken('s', 'room', { ...claim, id: 'x'.repeat(MAX_SEAT_TOKEN_LENGTH) });
  t.equal(verifySeatToken('s', 'room', long), undefined);
});
