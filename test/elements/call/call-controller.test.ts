/** The wiring of a call: which collaborator is asked for what, and what becomes of the answers. */
import t, { type Test } from 'tap';
import type { COLLABORATORS } from '../../../elements/call/call-collaborators.js';
import { CallController } from '../../../elements/call/call-controller.js';
import type { CallSettings } from '../../../elements/call/call-settings.js';
import type { PeerConnectionManagerOptions } from '../../../elements/peer/peer-connection-manager.js';
import type { SeatClientOptions } from '../../../elements/signaling/seat-client.js';

const SETTINGS: CallSettings = {
  server: 'https://calls.example',
  room: 'Lobby',
  displayName: 'Ann',
  muted: false,
  cameraOff: false,
  relayOnly: false,
  noScreenShare: false,
  noChat: false,
};

const STREAM = { getAudioTracks: () => [{}], getVideoTracks: () => [{}] };

/** A call whose devices, peer and server are the test. */
function call(t: Test, change: Partial<CallSettings> = {}) {
  const globals = {
    isSecureContext: true,
    RTCPeerConnection: class {},
    navigator: { mediaDevices: { getUserMedia: () => undefined } },
  };
  for (const [name, value] of Object.entries(globals)) {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.teardown(() => {
      if (real) Object.defineProperty(globalThis, name, real);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
  const settings = { ...SETTINGS, ...change };
  const asked: unknown[] = [];
  const events: [string, unknown][] = [];
  let peer: PeerConnectionManagerOptions | undefined;
  let seat: SeatClientOptions | undefined;
  /** Notes each call of a method, and answers with what `answers` has. */
  const recorder = (who: string, answers: Record<string, unknown>) =>
    new Proxy(answers, {
      get: (known, name) =>
        name in known
          ? known[String(name)]
          : (...args: unknown[]) => {
              asked.push([`${who}.${String(name)}`, ...args]);
            },
    });
  const collaborators = {
    createMedia: () =>
      recorder('media', {
        stream: STREAM,
        failures: [],
        cameraOn: true,
        captureBoth: async () => STREAM,
        isSending: () => true,
        track: () => null,
        setCamera: async () => null,
        retryLost: async () => undefined,
      }),
    createPeer: (options: PeerConnectionManagerOptions) => {
      peer = options;
      return recorder('peer', {
        prepare: async () => undefined,
        preparedOffer: null,
        certificate: undefined,
        remoteStream: null,
        transceivers: [],
        conversation: 0,
        isPeerAlive: false,
        canSend: false,
      });
    },
    createSeatClient: (options: SeatClientOptions) => {
      seat = options;
      return recorder('seat', {
        server: options.server,
        lastRoom: null,
        loadMediaChoice: () => null,
        iceServers: [],
        sentOffer: null,
        isSeated: true,
      });
    },
  } as unknown as typeof COLLABORATORS;
  const controller = new CallController(
    {
      settings: () => settings,
      isHidden: () => false,
      framesShown: () => null,
      onChange: () => undefined,
      onEvent: (name, detail) => events.push([name, detail]),
    },
    collaborators,
  );
  t.teardown(() => controller.dispose());
  return {
    controller,
    settings,
    events,
    /** What was asked of one collaborator since the last time. */
    asked: (who: string) =>
      asked.splice(0).filter((each) => Array.isArray(each) && String(each[0]).startsWith(who)),
    server: () => {
      if (!seat) throw new Error('No server was asked yet');
      return seat;
    },
    page: () => {
      if (!peer) throw new Error('There is no connection');
      return peer;
    },
  };
}

const LOBBY = { name: 'Lobby', key: 'lobby' };

t.test('from the start to a peer: devices, seat, connection', async (t) => {
  const { controller, asked, server, events } = call(t);
  await controller.start();
  t.equal(controller.state.phase, 'joining');
  t.match(asked('seat.join'), [['seat.join', LOBBY, false]]);
  const { onEvent } = server();
  const seated = { type: 'seated', room: 'Lobby', seat: 'second', peerName: 'Bo' } as const;
  onEvent({ ...seated, peer: 'present', peerInstanceId: 'their page' });
  t.equal(controller.state.phase, 'connecting');
  t.match(asked('peer.connectWithOffer'), [
    ['peer.connectWithOffer', { peerInstanceId: 'their page', polite: true }, null],
  ]);
  t.same(
    events.map(([name]) => name),
    [
      ...['state-change', 'state-change', 'media-ready', 'state-change'],
      ...['room-joined', 'peer-joined'],
    ],
  );
});

t.test('muting reaches the track, the peer, the storage and the host page', async (t) => {
  const { controller, asked, server, events } = call(t);
  await controller.start();
  server().onEvent({
    type: 'seated',
    room: 'Lobby',
    seat: 'first',
    peerName: 'Bo',
    peer: 'present',
    peerInstanceId: 'their page',
  });
  asked('');
  t.equal(controller.setMicrophone(undefined), false);
  const seen = asked('');
  t.match(seen, [
    ['media.updateMicrophone'],
    ['peer.sendMessage', { type: 'media' }],
    ['seat.saveMediaChoice', { microphone: false, camera: true }],
  ]);
  t.same(events.at(-1), ['microphone-change', { on: false }]);
});

t.test('a page that says hello is told what is sent, once', async (t) => {
  const { controller, asked, server, page } = call(t);
  await controller.start();
  server().onEvent({
    type: 'seated',
    room: 'Lobby',
    seat: 'first',
    peerName: '',
    peer: 'present',
    peerInstanceId: 'their page',
  });
  asked('');
  page().onMessage({ type: 'hello', version: 1, displayName: 'Bo' });
  t.equal(asked('peer.sendMessage').length, 1);
  page().onMessage({ type: 'hello', version: 1, displayName: 'Bob' });
  t.equal(asked('peer.sendMessage').length, 0);
  t.equal(controller.state.peerName, 'Bob');
});

t.test('join by any spelling: the same room is asked for once', async (t) => {
  const { controller, asked, server } = call(t, { room: null });
  await controller.start();
  t.equal(controller.state.phase, 'naming');
  const first = controller.join('  Lobby ');
  const second = controller.join('LOBBY');
  t.equal(asked('seat.join').length, 1);
  server().onEvent({
    type: 'seated',
    room: 'Lobby',
    seat: 'first',
    peerName: '',
    peer: 'absent',
  });
  t.same(await first, { room: 'Lobby', seat: 'first' });
  t.same(await second, { room: 'Lobby', seat: 'first' });
  await t.rejects(controller.join('\u0000'), { code: 'invalid-room' });
});

t.test('what cannot be done rejects, and breaks nothing', async (t) => {
  const { controller } = call(t);
  await t.rejects(controller.request({ type: 'send-chat-message', text: 'hi' }), {
    code: 'not-joined',
  });
  await t.rejects(controller.request({ type: 'send-chat-message', text: '' }), {
    code: 'invalid-message',
  });
  controller.dispatch({ type: 'send-chat-message', text: '' });
  t.equal(controller.state.phase, 'idle');
});
