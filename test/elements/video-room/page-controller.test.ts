/** What a page goes through reaches the call, and nothing does after the element is gone. */
import t, { type Test } from 'tap';
import { PageController } from '../../../elements/video-room/page-controller.js';

/** A page of Node: two event targets in place of the window and the document. */
function fakePage() {
  const [page, tab, connection] = [new EventTarget(), new EventTarget(), new EventTarget()];
  const document = Object.assign(tab, { hidden: false });
  const globals = {
    document,
    navigator: { connection },
    addEventListener: page.addEventListener.bind(page),
  };
  return { page, document, connection, globals };
}

/** The controller of a page, and what it has told so far. */
function follow(test: Test) {
  const fake = fakePage();
  for (const [name, value] of Object.entries(fake.globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    test.teardown(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
  const told: string[] = [];
  const host = {
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
  };
  const controller = new PageController(host, {
    networkChanged: (sure) => told.push(sure ? 'another network' : 'perhaps another network'),
    shown: () => told.push('shown'),
    hidden: () => told.push('hidden'),
  });
  controller.hostConnected();
  return { ...fake, controller, told };
}

const pageshow = (persisted: boolean) => Object.assign(new Event('pageshow'), { persisted });

t.test('what happens to a page, and what the call hears of it', async (t) => {
  const { page, document, connection, told } = follow(t);
  const hears = (what: readonly string[], why: string) => t.strictSame(told.splice(0), what, why);

  page.dispatchEvent(new Event('online'));
  hears(['another network'], 'online');
  connection.dispatchEvent(new Event('change'));
  hears(['perhaps another network'], 'the browser has news of its network');
  document.dispatchEvent(new Event('resume'));
  hears(['another network'], 'thawed');
  page.dispatchEvent(pageshow(false));
  hears([], 'loaded');
  page.dispatchEvent(new Event('pagehide'));
  hears(['hidden'], 'on its way into the back/forward cache, or away');
  page.dispatchEvent(pageshow(true));
  hears(['another network'], 'restored from the back/forward cache');
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  hears([], 'behind another tab');
  document.hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  hears(['shown'], 'looked at again');
});

t.test('nothing is heard once the element is gone', async (t) => {
  const { page, document, connection, controller, told } = follow(t);
  controller.hostDisconnected();
  for (const type of ['online', 'pagehide']) page.dispatchEvent(new Event(type));
  page.dispatchEvent(pageshow(true));
  for (const type of ['resume', 'visibilitychange']) document.dispatchEvent(new Event(type));
  connection.dispatchEvent(new Event('change'));
  t.strictSame(told, []);
});
