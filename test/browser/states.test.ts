/** Every state is reached, says itself in words, offers its ways on, and can be used by everybody. */
import type { Browser, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { ptBr as toolsPtBr } from '../../elements/i18n/call/pt-br.js';
import { ptBr as troublePtBr } from '../../elements/i18n/errors/pt-br.js';
import { ptBr } from '../../elements/i18n/pt-br.js';
import { accessibilityProblems } from '../helpers/assertions/accessibility.js';
import { launchBrowser, setMediaPermission } from '../helpers/browser/browsers.js';
import {
  button,
  embed,
  heardDetails,
  openCallPage,
  openOddPage,
} from '../helpers/call/call-page.js';
import { waitForState } from '../helpers/call/two-browsers.js';
import { serve } from '../helpers/server/serve.js';
import { SocketClient } from '../helpers/server/socket-client.js';

/** The names of the contract, and how the states say themselves. */
const ENGLISH = {
  mute: 'Mute microphone',
  cameraOff: 'Turn off camera',
  leave: 'Leave call',
  copyLink: 'Copy invite link',
  start: 'Start',
  tryAgain: 'Try again',
  tryAnotherRoom: 'Try another room',
  joinWhenFree: 'Join when a seat is free',
  useHere: 'Use the call here instead',
  letSomeoneIn: 'Let someone else in',
  rejoin: 'Rejoin',
  anotherRoom: 'Another room',
  join: 'Join',
  cancel: 'Cancel',
  label: 'Room name',
  idle: 'Ready when you are',
  requesting: 'Allow your camera and microphone',
  blocked: 'Camera and microphone are required',
  denied: 'Access to your camera and microphone was denied',
  notFound: 'No camera and no microphone were found',
  inUse: 'Another program may be using it',
  constraints: 'cannot do what the call asks',
  policy: 'This page is not allowed to use your camera.',
  unknown: 'could not be started',
  noWebRtc: 'This browser has no WebRTC',
  insecure: 'not opened over a secure connection',
  naming: 'Which room?',
  emptyName: 'valid room name',
  joining: 'Joining “',
  unreachable: 'The server cannot be reached',
  originRefused: 'EMBED_ORIGINS',
  full: 'This room is full',
  fullElsewhere: 'this browser has the call open in another tab',
  waiting: 'Waiting for the other person',
  connecting: 'Connecting…',
  connected: 'Connected',
  reconnecting: 'Reconnecting…',
  left: 'You left',
  elsewhere: 'You are in this call elsewhere',
};

type Word = keyof typeof ENGLISH;

const PORTUGUESE: Record<Word, string> = {
  ...ptBr,
  letSomeoneIn: toolsPtBr.interruption.letSomeoneIn,
  ...ptBr.prompt,
  ...troublePtBr.left,
  useHere: troublePtBr.useHere,
  tryAgain: troublePtBr.tryAgain,
  joinWhenFree: troublePtBr.full.joinWhenFree,
  idle: ptBr.idle.title,
  requesting: ptBr.requesting.title,
  blocked: troublePtBr.blocked,
  denied: troublePtBr.causes.denied('both'),
  notFound: troublePtBr.causes['not-found']('both'),
  inUse: troublePtBr.causes['in-use']('both'),
  constraints: troublePtBr.causes.constraints('both'),
  policy: troublePtBr.causes.policy('camera'),
  unknown: troublePtBr.causes.unknown('both'),
  noWebRtc: troublePtBr.lacks.unsupported.cause,
  insecure: troublePtBr.lacks.insecure.cause,
  naming: ptBr.naming.title,
  emptyName: ptBr.prompt.problems.empty,
  joining: 'Entrando em “',
  unreachable: ptBr.joining.unreachable,
  originRefused: 'precisa acrescentar',
  full: troublePtBr.full.title,
  fullElsewhere: troublePtBr.full.elsewhere,
  waiting: ptBr.waiting.title,
  connecting: ptBr.connecting.title,
  reconnecting: ptBr.reconnecting.title,
  left: ptBr.left.title,
  elsewhere: ptBr.left.elsewhere,
};

/** What a state must say, as status or as alert, and its buttons. */
interface Expected {
  readonly status?: Word;
  readonly alert?: Word;
  readonly buttons?: readonly Word[];
}

const DEVICES = ['mute', 'cameraOff'] as const;
const IN_ROOM = [...DEVICES, 'leave'] as const;

const server = await serve({ EMBED_ORIGINS: '*' });
const { origin } = server;
/** Leads to this machine, whose own names count as secure without https. */
const INSECURE_HOST = 'calls.example';
const [chromium, asking] = await Promise.all([
  launchBrowser('chromium', { args: [`--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`] }),
  launchBrowser('chromium', { media: 'ask' }),
]);
t.teardown(() => Promise.all([chromium.close(), asking.close()]));

/** What no browser can be made to fail with by itself, and how that is said. */
const FAILURES = [
  ['NotFoundError', 'notFound'],
  ['NotReadableError', 'inUse'],
  ['OverconstrainedError', 'constraints'],
  ['TypeError', 'unknown'],
] as const;

async function sit(t: Test, room: string, token?: string): Promise<SocketClient> {
  const client = await SocketClient.open(`${origin.replace('http', 'ws')}/signal`);
  t.teardown(() => client.close());
  await client.sit(room, { session: crypto.randomUUID(), ...(token && { token }) });
  return client;
}

for (const [locale, words] of [
  ['en-GB', ENGLISH],
  ['pt-BR', PORTUGUESE],
] as const) {
  t.test(locale, async (t) => {
    const look = { locale, reducedMotion: 'reduce' } as const;
    const open = (t: Test, browser: Browser = chromium) => openCallPage(t, browser, look);

    async function usable(t: Test, page: Page, what: string): Promise<void> {
      // Colours are the same in every language.
      for (const colorScheme of locale === 'pt-BR'
        ? (['dark'] as const)
        : (['light', 'dark'] as const)) {
        await page.emulateMedia({ colorScheme });
        t.strictSame(await accessibilityProblems(page), [], `${what}, ${colorScheme}`);
      }
    }

    async function shows(t: Test, page: Page, state: string, expected: Expected): Promise<void> {
      await waitForState(page, state);
      const { status, alert, buttons = [] } = expected;
      if (status) await page.getByRole('status').filter({ hasText: words[status] }).waitFor();
      if (alert) await page.getByRole('alert').filter({ hasText: words[alert] }).waitFor();
      else t.equal(await page.getByRole('alert').count(), 0, `${state}: nothing to be alarmed of`);
      for (const name of buttons) await button(page, words[name]).waitFor();
      await usable(t, page, [state, status, alert].join(' '));
    }

    t.test('before the call', async (t) => {
      const manual = await open(t);
      const element = `<video-room manual lang="${locale}"></video-room>`;
      await manual.goto(await embed(t, origin, element));
      await shows(t, manual, 'idle', { status: 'idle', buttons: ['start'] });

      const asked = await open(t);
      await asked.addInitScript(() => {
        // The browser's own question stays open.
        navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
      });
      await asked.goto(origin);
      await shows(t, asked, 'requesting', { status: 'requesting' });

      const old = await open(t);
      await old.addInitScript(() => {
        Reflect.deleteProperty(window, 'RTCPeerConnection');
      });
      await old.goto(origin);
      await shows(t, old, 'unsupported', { alert: 'noWebRtc' });

      const insecure = await openOddPage(t, chromium, look);
      await insecure.goto(`http://${INSECURE_HOST}:${server.port}`);
      await shows(t, insecure, 'unsupported', { alert: 'insecure' });

      const page = await open(t);
      await page.goto(origin);
      const buttons = [...DEVICES, 'join', 'cancel'] as const;
      await shows(t, page, 'naming', { status: 'naming', buttons });
      await button(page, words.cancel).click();
      await shows(t, page, 'naming', { alert: 'emptyName', buttons });
      await page.getByRole('textbox', { name: words.label }).waitFor();
    });

    t.test('blocked, for each reason', async (t) => {
      async function isBlocked(page: Page, reason: Word): Promise<void> {
        await waitForState(page, 'blocked');
        await page
          .getByRole('alert')
          .filter({ hasText: words.blocked })
          .filter({ hasText: words[reason] })
          .waitFor();
        await button(page, words.tryAgain).waitFor();
      }
      const denied = await open(t, asking);
      await setMediaPermission(denied.context(), 'denied');
      await denied.goto(origin);
      await isBlocked(denied, 'denied');
      await usable(t, denied, 'denied');

      const forbidden = await openOddPage(t, asking, look);
      await setMediaPermission(forbidden.context(), 'granted');
      await forbidden.route(origin, async (route) => {
        const response = await route.fetch();
        const headers = { ...response.headers(), 'permissions-policy': 'camera=()' };
        await route.fulfill({ response, headers });
      });
      await forbidden.goto(origin);
      await isBlocked(forbidden, 'policy');

      const page = await open(t);
      for (const [failure, reason] of FAILURES) {
        await page.addInitScript((name) => {
          navigator.mediaDevices.getUserMedia = async () => {
            throw name === 'OverconstrainedError'
              ? new OverconstrainedError('width')
              : new DOMException('broken', name);
          };
        }, failure);
        await page.goto(origin);
        await isBlocked(page, reason);
        t.equal(await page.locator('video-room[state="blocked"]').count(), 1, reason);
      }
      await usable(t, page, 'blocked');
    });

    t.test('joining: no server, and a server that does not let this page in', async (t) => {
      const mortal = await serve();
      const page = await open(t);
      await page.goto(mortal.origin);
      await page.getByRole('textbox', { name: words.label }).waitFor();
      await mortal.stop('SIGKILL');
      await page.getByRole('textbox', { name: words.label }).fill('tea');
      await button(page, words.join).click();
      const buttons = [...DEVICES, 'tryAnotherRoom'] as const;
      await shows(t, page, 'joining', { status: 'joining', alert: 'unreachable', buttons });
      t.match(await heardDetails(page, 'call-error'), [{ code: 'unreachable', fatal: false }]);
      await button(page, words.tryAnotherRoom).click();
      await page.getByRole('textbox', { name: words.label }).fill('tea 2');
      await button(page, words.join).click();
      await shows(t, page, 'joining', { alert: 'unreachable' });
      await serve({ PORT: String(mortal.port) });
      await waitForState(page, 'waiting');
      t.match(await heardDetails(page, 'room-joined'), [{ room: 'tea 2' }]);

      const strict = await serve({ EMBED_ORIGINS: 'https://somebody.example' });
      const stranger = await open(t);
      const element = `<video-room room="tea" lang="${locale}"></video-room>`;
      await stranger.goto(await embed(t, strict.origin, element));
      await shows(t, stranger, 'joining', { status: 'joining', alert: 'originRefused', buttons });
      t.match((await heardDetails(stranger, 'call-error')).at(-1), {
        code: 'origin-refused',
        fatal: true,
      });
    });

    t.test('in the room', async (t) => {
      const room = `states ${locale}`;
      const page = await open(t);
      await page.goto(`${origin}/rooms/${room}`);
      const buttons = [...IN_ROOM, 'copyLink'] as const;
      await shows(t, page, 'waiting', { status: 'waiting', buttons });
      const silent = await sit(t, room);
      await shows(t, page, 'connecting', { status: 'connecting', buttons: IN_ROOM });
      silent.socket.terminate();
      await shows(t, page, 'reconnecting', {
        status: 'reconnecting',
        buttons: [...IN_ROOM, 'letSomeoneIn'],
      });
      await button(page, words.letSomeoneIn).click();
      await waitForState(page, 'waiting');

      const friend = await open(t);
      await friend.goto(`${origin}/rooms/${room}`);
      await shows(t, page, 'connected', { status: 'connected', buttons: IN_ROOM });
      const third = await open(t);
      await third.goto(`${origin}/rooms/${room}`);
      await shows(t, third, 'full', { alert: 'full', buttons: ['tryAnotherRoom', 'joinWhenFree'] });
      await button(third, words.joinWhenFree).click();
      await usable(t, third, 'asking for a seat');
      const tab = await page.context().newPage();
      await tab.goto(`${origin}/rooms/${room}`);
      await tab.getByText(words.fullElsewhere).waitFor();
      await shows(t, tab, 'full', {
        alert: 'full',
        buttons: ['useHere', 'tryAnotherRoom', 'joinWhenFree'],
      });
      await tab.close();

      for (const name of DEVICES) await button(friend, words[name]).click();
      await page
        .getByText(locale === 'pt-BR' ? toolsPtBr.person.muted : 'Microphone muted')
        .waitFor();
      await usable(t, page, 'the peer is muted and without a camera');
      await usable(t, friend, 'muted and without a camera');

      await button(page, words.leave).click();
      await shows(t, page, 'left', { status: 'left', buttons: ['rejoin', 'anotherRoom'] });

      const token = await friend.evaluate(() => {
        const kept: { token?: string }[] = Object.values(localStorage).map((text) =>
          JSON.parse(text),
        );
        return kept.find((seat) => seat.token)?.token;
      });
      await sit(t, room, token);
      await shows(t, friend, 'left', { status: 'elsewhere', buttons: ['useHere', 'anotherRoom'] });
    });

    t.test('every page', async (t) => {
      const page = await open(t);
      for (const [path, status] of [
        ['/', 200],
        [`/rooms/page ${locale}`, 200],
        ['/rooms/%00', 422],
        ['/rooms?room=', 422],
        ['/nowhere', 404],
      ] as const) {
        const response = await page.goto(origin + path);
        t.equal(response?.status(), status, path);
        t.equal(
          await page.locator('html').getAttribute('lang'),
          locale === 'en-GB' ? 'en' : locale,
        );
        if (status !== 404)
          await waitForState(page, status === 200 ? ['naming', 'waiting'] : 'naming');
        await usable(t, page, path);
      }
    });
  });
}

t.end();
