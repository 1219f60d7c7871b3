import t from 'tap';
import {
  type CallEvent,
  type CallState,
  INITIAL_CALL_STATE,
} from '../../../elements/call/call-model.js';
import { nextCallStep } from '../../../elements/call/call-state.js';
import type { MediaChoice } from '../../../elements/signaling/seat-storage.js';

const ROOM = { name: 'lobby', key: 'lobby' };
const start = (storedMedia: Partial<MediaChoice> | null = null): CallEvent => ({
  type: 'start',
  room: ROOM,
  problem: null,
  unsupportedReason: null,
  storedMedia,
});
const defaults = (microphone: boolean, camera: boolean): CallEvent => ({
  type: 'media-defaults-change',
  defaults: { microphone, camera },
});
const microphone = (on: boolean): CallEvent => ({ type: 'set-microphone', on });
const camera = (on: boolean): CallEvent => ({ type: 'camera-set', on });
const GRANTED: CallEvent = { type: 'media-granted', audio: true, video: true };
const LEAVE: CallEvent = { type: 'leave', reason: 'left' };

const after = (...events: CallEvent[]): CallState =>
  events.reduce((state, event) => nextCallStep(state, event, 0).state, INITIAL_CALL_STATE);
const effectsOf = (state: CallState, event: CallEvent) => nextCallStep(state, event, 0).effects;
const chosen = (state: CallState) => ({ microphone: state.microphone, camera: state.camera });

t.test('before anybody chooses, what the page says holds, as it says it now', async (t) => {
  t.same(chosen(after(defaults(false, true))), { microphone: false, camera: true });
  t.same(chosen(after(defaults(false, true), defaults(true, true))), {
    microphone: true,
    camera: true,
  });
  const started = after(defaults(true, true), start(), defaults(false, true));
  t.same(chosen(started), { microphone: true, camera: true }, 'a call goes on as it began');
});

t.test('what is chosen before a call begins it, whatever else would hold', async (t) => {
  const early = after(defaults(true, true), microphone(false));
  t.notOk(
    effectsOf(early, microphone(false)).some(({ type }) => type === 'emit'),
    'no change',
  );
  const started = nextCallStep(early, start({ microphone: true, camera: false }), 0).state;
  t.same(chosen(started), { microphone: false, camera: false }, 'and a reload keeps the rest');
});

t.test('the next call begins as the page says, but for what was chosen since', async (t) => {
  const left = [defaults(true, true), start(), GRANTED, microphone(false), camera(false), LEAVE];
  const back = after(...left, camera(true));
  t.same(chosen(back), { microphone: false, camera: true }, 'who comes back finds it so');
  const again = after(...left, camera(true), camera(false), start());
  t.same(chosen(again), { microphone: true, camera: false });
});

t.test('one change: the track, the peer, what is kept, the event', async (t) => {
  const inCall = after(defaults(true, true), start(), GRANTED);
  t.same(effectsOf(inCall, microphone(false)), [
    { type: 'update-microphone' },
    { type: 'send-own-media' },
    { type: 'save-media-choice', choice: { microphone: false, camera: true } },
    { type: 'emit', name: 'microphone-change', detail: { on: false } },
  ]);
});

t.test('a choice that the page did not make is kept with the seat', async (t) => {
  const muted = after(defaults(true, true), microphone(false), start());
  t.same(effectsOf(muted, GRANTED).slice(-1), [
    { type: 'save-media-choice', choice: { microphone: false, camera: true } },
  ]);
  t.equal(effectsOf(after(start()), GRANTED).at(-1)?.type, 'join');
});

t.test('the network and the page', async (t) => {
  t.same(effectsOf(after(), { type: 'network-change', isCertain: true }), [
    { type: 'probe-socket', isOtherNetwork: true },
    { type: 'check-network', isCertain: true },
  ]);
  t.same(effectsOf(after(), { type: 'page-hidden' }), [{ type: 'send-away' }]);
  t.same(effectsOf(after(), { type: 'page-shown' }), [
    { type: 'probe-socket', isOtherNetwork: false },
  ]);
});
