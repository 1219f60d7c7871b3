import t, { type Test } from 'tap';
import { findRefusal } from '../../../elements/signaling/refusal.js';

const SERVER = 'https://calls.example:8443';

/** What is found on a page of this origin, when `/healthz` answers so. */
function find(t: Test, origin: string, answer: string | null, isForbidden = false) {
  t.intercept(globalThis, 'origin' as keyof typeof globalThis, { value: origin });
  return findRefusal(
    SERVER,
    () => isForbidden,
    async () => {
      if (answer === null) throw new TypeError('Failed to fetch');
      return new Response(answer);
    },
  );
}

t.test('a server that refuses a page is told which origin to let in', async (t) => {
  const refusal = await find(t, 'https://shop.example', '{"origin":"refused"}');
  t.match(refusal, { code: 'origin-refused', by: 'server', remedy: 'https://shop.example' });
  t.match(refusal?.message, /EMBED_ORIGINS: https:\/\/shop\.example$/);
});

t.test('a page without an origin is let in with all the others', async (t) => {
  t.match(await find(t, 'null', '{"origin":"refused"}'), { remedy: '*' });
});

t.test('a page that forbids the server is told the directive', async (t) => {
  for (const answer of [null, '{"origin":"refused"}']) {
    const refusal = await find(t, 'https://shop.example', answer, true);
    const remedy = 'connect-src https://calls.example:8443 wss://calls.example:8443';
    t.match(refusal, { code: 'unreachable', by: 'page', remedy });
    t.match(refusal?.message, remedy);
  }
});

t.test('a server that is well, or says nothing, refuses nobody', async (t) => {
  for (const answer of [null, '{"origin":"allowed"}', 'null', '<html>']) {
    t.equal(await find(t, 'https://shop.example', answer), null);
  }
});
