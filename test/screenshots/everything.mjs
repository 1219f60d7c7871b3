/** Brings a call into every state, opens every panel, and takes each at three sizes. */
import { INSECURE_HOST } from './people.mjs';

const SIZES = { phone: [320, 568], tablet: [768, 1024], laptop: [1440, 900] };

/** What `getUserMedia` fails with, by the name of the picture. */
const FAILURES = {
  denied: 'NotAllowedError',
  'not-found': 'NotFoundError',
  'in-use': 'NotReadableError',
  unknown: 'TypeError',
};

const onCall = (page, act, argument) => page.locator('video-room').evaluate(act, argument);

const reaches = (page, state) => page.locator(`video-room[state="${state}"]`).waitFor();

/** The made-up camera is called after its file. */
const nameCamera = () => {
  const { get } = Object.getOwnPropertyDescriptor(MediaDeviceInfo.prototype, 'label');
  Object.defineProperty(MediaDeviceInfo.prototype, 'label', {
    get() {
      return this.kind === 'videoinput' ? 'Built-in camera' : get.call(this);
    },
  });
};

/** Every screen that is shared is this one. */
const shareDrawing = () => {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1600, height: 900 });
    const pen = canvas.getContext('2d');
    const stream = canvas.captureStream(5);
    setInterval(() => {
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, 1600, 900);
      pen.fillStyle = '#1f5fd6';
      for (const [bar, height] of [420, 560, 300, 700].entries()) {
        pen.fillRect(200 + bar * 320, 800 - height, 220, height);
      }
    }, 200);
    return stream;
  };
};

/** The network of this page is poor from now on, says the browser. */
const reportLoss = () => {
  const { getStats } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.getStats = async function () {
    const told = [...(await getStats.call(this))];
    const worse = { fractionLost: 0.2, roundTripTime: 0.3 };
    return new Map(
      told.map(([id, stats]) => [
        id,
        stats.type === 'remote-inbound-rtp' ? { ...stats, ...worse } : stats,
      ]),
    );
  };
};

/** A third party to the protocol: it holds a seat and never answers. */
const sitSilently = (room) =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://${location.host}/signal`, 'video-room.v1');
    socket.onopen = () => socket.send(JSON.stringify({ type: 'join', room, session: 'silent' }));
    socket.onmessage = resolve;
    window.silent = socket;
  });

/**
 * `browsers` are those of two people, `look` is how both see everything, `pathOf` gives the file of a
 * picture by its name.
 */
export async function showEverything(origin, browsers, look, pathOf) {
  const room = `sunday-call-${look.colorScheme}`;
  const [ours, theirs] = await Promise.all(browsers.map((browser) => browser.newContext(look)));
  await ours.addInitScript(nameCamera);
  const page = await ours.newPage();

  async function shoot(name, from = page) {
    for (const [size, [width, height]] of Object.entries(SIZES)) {
      await from.setViewportSize({ width, height });
      await from.mouse.move(width / 2, height / 2);
      // Fonts, the picture and the card's entrance.
      await from.waitForTimeout(500);
      await from.screenshot({ path: pathOf(`${name}-${size}`) });
    }
  }

  /** A page of its own, prepared before it is opened. */
  async function shootApart(name, state, { prepare, address = origin, act } = {}) {
    const context = await browsers[0].newContext(look);
    const apart = await context.newPage();
    await prepare?.(apart);
    await apart.goto(address);
    if (state) await reaches(apart, state);
    await act?.(apart);
    await shoot(name, apart);
    await context.close();
  }

  /** The panel behind the button with this picture's name, in the languages of the pictures. */
  async function shootPanel(name, label, act) {
    const button = page.getByRole('button', { name: label });
    await button.click();
    await act?.();
    await shoot(name);
    await page.keyboard.press('Escape');
  }

  await shootApart('idle', 'idle', {
    prepare: (apart) =>
      apart.route(`${origin}/`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('<video-room', '<video-room manual');
        await route.fulfill({ response, body });
      }),
  });
  await shootApart('requesting', 'requesting', {
    prepare: (apart) =>
      apart.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
      }),
  });
  for (const [code, failure] of Object.entries(FAILURES)) {
    await shootApart(`blocked-${code}`, 'blocked', {
      prepare: (apart) =>
        apart.addInitScript((name) => {
          navigator.mediaDevices.getUserMedia = async () => {
            throw new DOMException('', name);
          };
        }, failure),
    });
  }
  await shootApart('unsupported', 'unsupported', {
    prepare: (apart) =>
      apart.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection')),
  });
  await shootApart('insecure', 'unsupported', {
    address: origin.replace('127.0.0.1', INSECURE_HOST),
  });
  await shootApart('page-not-found', null, { address: `${origin}/nothing-here` });
  await shootApart('joining', 'joining', {
    address: `${origin}/rooms/${room}`,
    // It takes the message and says nothing.
    prepare: (apart) => apart.routeWebSocket(/signal/, () => undefined),
  });
  await shootApart('joining-unreachable', 'joining', {
    address: `${origin}/rooms/${room}`,
    prepare: (apart) => apart.routeWebSocket(/signal/, (socket) => socket.close()),
    act: (apart) => apart.getByRole('alert').waitFor(),
  });

  await page.goto(origin);
  await reaches(page, 'naming');
  await shoot('naming');
  await shootPanel('naming-settings', /Settings|Configurações/);
  await page.locator('room-prompt button[type=submit]').click();
  await shoot('refused');
  await page.locator('room-prompt input').fill(room);
  await page.keyboard.press('Enter');
  await reaches(page, 'waiting');
  await shoot('waiting');
  const peer = await theirs.newPage();
  await peer.goto(`${origin}/healthz`);
  await peer.evaluate(sitSilently, room);
  await reaches(page, 'connecting');
  await shoot('connecting');
  await peer.evaluate(() => window.silent.send(JSON.stringify({ type: 'leave' })));
  await reaches(page, 'waiting');

  await peer.addInitScript(shareDrawing);
  await peer.goto(`${origin}/rooms/${room}`);
  await onCall(peer, (call) => Object.assign(call, { displayName: 'Ana' }));
  await Promise.all([reaches(page, 'connected'), reaches(peer, 'connected')]);
  await page.waitForTimeout(2_000);
  await shoot('connected');
  await shootPanel('settings', /Settings|Configurações/);
  for (const [who, text] of [
    [peer, 'Hello! Can you see me?'],
    [page, 'Yes, very well. Here is what I told you about: https://example.org/recipes/lemon-cake'],
    [peer, 'Thank you 😊'],
  ]) {
    await onCall(who, (call, words) => call.sendMessage(words), text);
    await page.waitForTimeout(300);
  }
  await shoot('unread');
  await shootPanel('chat', /^Chat$|^Bate-papo$/);
  await shootPanel('invite', /^Invite$|^Convidar$/, async () => {
    await page.getByRole('button', { name: /^QR code$|^Código QR$/ }).click();
    await page.locator('.qr').waitFor();
  });
  await shootPanel('details', /Connection details|Detalhes da conexão/);
  await shootPanel('shortcuts', /Keyboard shortcuts|Atalhos/);

  await onCall(page, async (call) => {
    await call.toggleMicrophone(false);
    await call.toggleCamera(false);
  });
  await shoot('self-off');
  await onCall(page, async (call) => {
    await call.toggleMicrophone(true);
    await call.toggleCamera(true);
  });
  await onCall(peer, (call) => call.toggleMicrophone(false));
  await shoot('peer-muted');
  await onCall(peer, (call) => call.toggleCamera(false));
  await shoot('peer-off');
  await onCall(peer, async (call) => {
    await call.toggleMicrophone(true);
    await call.toggleCamera(true);
    await call.toggleScreenShare(true);
  });
  await page.waitForTimeout(1_500);
  await shoot('peer-sharing');
  await onCall(peer, (call) => call.toggleScreenShare(false));
  await page.evaluate(reportLoss);
  await page.waitForFunction(() => document.querySelector('video-room').quality.level === 'poor');
  await shoot('poor');

  const tab = await ours.newPage();
  await tab.goto(`${origin}/rooms/${room}`);
  await reaches(tab, 'full');
  await shoot('full-elsewhere', tab);
  await shootApart('full', 'full', { address: `${origin}/rooms/${room}` });
  await tab.locator('.actions .primary').click();
  await reaches(page, 'left');
  await shoot('left-elsewhere');
  await reaches(tab, 'connected');
  await peer.close();
  await reaches(tab, 'reconnecting');
  await shoot('reconnecting', tab);
  await onCall(tab, (call) => call.leave());
  await shoot('left', tab);
  await Promise.all([ours.close(), theirs.close()]);
}
