/** What a page's own TypeScript relies on: compiling it is the test. */
import type { CallError, CallEventMap, CallPhase } from '../../elements/index.js';
import { RoomPrompt, VideoRoom } from '../../elements/index.js';

type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** Does not compile unless the two types are one. */
declare function same<A, B>(...proof: Same<A, B> extends true ? [] : [never]): void;

const call = document.createElement('video-room');
const prompt = document.createElement('room-prompt');
same<typeof call, VideoRoom>();
same<typeof prompt, RoomPrompt>();
same<ReturnType<typeof findCall>, VideoRoom | null>();

export function findCall() {
  return document.querySelector('video-room');
}

/** On the element, on any other, on the document and on the window. */
export function listen(): void {
  call.addEventListener('call-connected', ({ detail }) => same<typeof detail.ms, number>());
  document.body.addEventListener('state-change', ({ detail }) =>
    same<typeof detail.state, CallPhase>(),
  );
  document.addEventListener('room-left', ({ detail }) =>
    same<typeof detail.reason, 'left' | 'elsewhere' | 'removed'>(),
  );
  window.addEventListener('call-error', ({ detail }) =>
    same<typeof detail, CallEventMap['call-error']>(),
  );
  prompt.addEventListener('room-submit', ({ detail }) => same<typeof detail.room, string>());
  // @ts-expect-error: the detail has what its event carries, no more.
  call.addEventListener('call-connected', ({ detail }) => detail.seconds);
}

/** The events that do not reach a listener with the detail of the map: none. */
type Untyped = {
  [N in keyof CallEventMap]: Same<
    GlobalEventHandlersEventMap[N],
    CustomEvent<CallEventMap[N]>
  > extends true
    ? never
    : N;
}[keyof CallEventMap];
same<Untyped, never>();

/** What is read-only cannot be set; what can be set has its values. */
export function use(): void {
  call.room = 'consultation';
  call.room = null;
  call.theme = 'dark';
  // @ts-expect-error: no such theme.
  call.theme = 'blue';
  // @ts-expect-error: where the call is, is for the call to say.
  call.state = 'left';
  // @ts-expect-error: private.
  void call.playbackBlocked;
  same<Awaited<ReturnType<VideoRoom['join']>>, { room: string; seat: 'first' | 'second' }>();
  same<Awaited<ReturnType<VideoRoom['toggleCamera']>>, boolean>();
  const isFull = (error: CallError): boolean => error.code === 'full';
  void call.join('consultation').catch(isFull);
  VideoRoom.define();
  RoomPrompt.define('name-prompt', customElements);
}
