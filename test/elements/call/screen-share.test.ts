import t, { type Test } from 'tap';
import type { CallContext } from '../../../elements/call/call-context.js';
import { CallError } from '../../../elements/call/call-error.js';
import { type CallEvent, INITIAL_CALL_STATE } from '../../../elements/call/call-model.js';
import { ScreenShare } from '../../../elements/call/screen-share.js';
import { FakeStream } from '../../helpers/units/fake-media-devices.js';

const SEATED = { ...INITIAL_CALL_STATE, seat: 'first' } as const;

/** A share of a browser whose question stays open until the test answers it. */
function fakeShare(t: Test) {
  const heard: string[] = [];
  let answers: ((stream: FakeStream) => void)[] = [];
  let refusals: ((reason: unknown) => void)[] = [];
  const asked: DisplayMediaStreamOptions[] = [];
  const mediaDevices = {
    getSupportedConstraints: () => ({}),
    getDisplayMedia: (options: DisplayMediaStreamOptions) =>
      new Promise<FakeStream>((resolve, reject) => {
        asked.push(options);
        answers.push(resolve);
        refusals.push(reject);
      }),
  };
  for (const [name, value] of Object.entries({ navigator: { mediaDevices }, document: {} })) {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    t.teardown(() => {
      if (real) Object.defineProperty(globalThis, name, real);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
  const port = {
    settings: () => ({ noScreenShare: false }),
    state: () => SEATED,
    dispatch: (event: CallEvent) => {
      if (event.type === 'track-change') {
        heard.push(`${event.kind} ${share.track('video') ? 'on' : 'off'}`);
      }
      if (event.type === 'screen-share-change') heard.push(`${event.type} ${event.on}`);
    },
  };
  const share = new ScreenShare(port as unknown as CallContext);
  return {
    share,
    heard,
    asked,
    /** The browser asks. */
    async question() {
      while (answers.length === 0) await new Promise((resolve) => setImmediate(resolve));
    },
    answer() {
      const stream = new FakeStream('video');
      for (const resolve of answers) resolve(stream);
      answers = [];
      return stream;
    },
    refuse(name: string) {
      for (const reject of refusals) reject(new DOMException('no', name));
      refusals = [];
    },
  };
}

const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error) => (error instanceof CallError ? error.code : error));

t.test('one question at a time, one event for each change', async (t) => {
  const { share, heard, asked, question, answer } = fakeShare(t);
  const both = [share.toggle(true), share.toggle(true)];
  await question();
  const stream = answer();
  t.same(await Promise.all(both), [true, true]);
  t.equal(asked.length, 1);
  t.match(asked[0], { systemAudio: 'exclude', selfBrowserSurface: 'exclude' }, 'no echo');
  t.equal(share.track('video'), stream.getTracks()[0]);
  t.equal(share.track('audio'), null);
  t.equal(await share.toggle(true), true);
  t.equal(await share.toggle(), false);
  t.equal(await share.toggle(false), false);
  t.equal(stream.getTracks()[0]?.readyState, 'ended');
  t.same(heard, ['video on', 'screen-share-change true', 'video off', 'screen-share-change false']);
});

t.test('what a refusal is called', async (t) => {
  for (const [name, expected] of [
    ['NotAllowedError', 'dismissed'],
    ['NotReadableError', 'capture-failed'],
    ['InvalidStateError', 'capture-failed'],
  ] as const) {
    const { share, heard, question, refuse } = fakeShare(t);
    const asking = code(share.toggle());
    await question();
    refuse(name);
    t.equal(await asking, expected);
    t.same([share.stream, heard], [null, []]);
  }
});

t.test('a choice that comes too late is let go', async (t) => {
  for (const end of ['toggle', 'leave'] as const) {
    const { share, heard, question, answer } = fakeShare(t);
    const asking = code(share.toggle());
    await question();
    if (end === 'toggle') t.equal(await share.toggle(), false);
    else share.update(INITIAL_CALL_STATE);
    const stream = answer();
    t.equal(await asking, 'aborted');
    t.equal(stream.getTracks()[0]?.readyState, 'ended');
    t.same([share.stream, heard], [null, []]);
  }
});

t.test('the browser ends it, or the room is left', async (t) => {
  for (const end of ['ended', 'left'] as const) {
    const { share, heard, question, answer } = fakeShare(t);
    const asking = share.toggle();
    await question();
    const [track] = answer().getTracks();
    await asking;
    share.update(SEATED);
    t.not(share.stream, null, 'goes on while the seat is held');
    if (end === 'ended') (track as unknown as { onended: () => void }).onended();
    else share.update(INITIAL_CALL_STATE);
    t.equal(share.stream, null);
    t.equal(heard.at(-1), 'screen-share-change false');
    t.equal(await share.toggle(false), false);
  }
});
