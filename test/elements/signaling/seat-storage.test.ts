import t, { type Test } from 'tap';
import {
  browserStores,
  type LockHolders,
  SeatStorage,
} from '../../../elements/signaling/seat-storage.js';
import { SEAT_TOKEN_LIFETIME_MS } from '../../../server/protocol/limits.js';
import { FakeLocks } from '../../helpers/units/fake-locks.js';
import { FakeStorage, throwingStorage } from '../../helpers/units/fake-storage.js';

const LOBBY = { name: 'Lobby', key: 'lobby' };

const SERVER = 'https://calls.example';

/** A browser with tabs. */
function browser() {
  const local = new FakeStorage();
  const locks = new FakeLocks();
  const openTab = (session = new FakeStorage()) => {
    const { manager, close } = locks.openTab();
    const memory = new SeatStorage(SERVER, { local, session, locks: manager }, new Map());
    const claim = (room = 'Lobby') => memory.claimSlot({ name: room, key: room.toLowerCase() });
    return { memory, session, claim, close };
  };
  return { local, openTab };
}

/** A lock is free a moment after it was let go of. */
const lockIsFree = () => new Promise((resolve) => setImmediate(resolve));

/** The wait for one's own lock ends when the test says so; what was waited is pushed to the result. */
function ownLockWaits(t: Test): { waits: number[]; end: () => void } {
  const waits: number[] = [];
  const over = new AbortController();
  const timeout = (ms: number) => {
    waits.push(ms);
    return over.signal;
  };
  t.intercept(AbortSignal, 'timeout', { value: timeout });
  return { waits, end: () => over.abort(new DOMException('too long', 'TimeoutError')) };
}

t.test(
  'the first tab takes the first slot, the second the other, a third remembers nothing',
  async (t) => {
    const { local, openTab } = browser();
    const slots = [];
    for (const tab of [openTab(), openTab(), openTab()]) {
      const slot = await tab.claim();
      t.equal(slot.token, null);
      slot.save(`token ${slots.length}`);
      slots.push(slot);
    }
    t.same(
      slots.map(({ index, token }) => ({ index, token })),
      [
        { index: 0, token: 'token 0' },
        { index: 1, token: 'token 1' },
        { index: null, token: 'token 2' },
      ],
    );
    t.equal(local.length, 2);
    slots[2]?.clear();
    slots[2]?.release();
    t.equal(local.length, 2);
  },
);

t.test('two rooms, and two servers, do not get in each other’s way', async (t) => {
  const { openTab } = browser();
  const slots = [await openTab().claim(), await openTab().claim('Attic')];
  t.same(
    slots.map(({ index }) => index),
    [0, 0],
  );
});

t.test('a closed tab that is opened again finds its token', async (t) => {
  const { openTab } = browser();
  const tab = openTab();
  (await tab.claim()).save('mine');
  tab.close();
  const again = await openTab().claim();
  t.same([again.index, again.token], [0, 'mine']);
});

t.test('a reloaded tab waits for its own lock', async (t) => {
  const { waits } = ownLockWaits(t);
  const { openTab } = browser();
  (await openTab().claim()).save('of the first tab');
  const tab = openTab();
  t.equal(tab.memory.lastRoom, null);
  (await tab.claim()).save('of the second tab');
  t.same(waits, [], 'who has no slot does not wait');

  const reloaded = openTab(tab.session);
  t.equal(reloaded.memory.lastRoom, 'Lobby');
  const claimed = reloaded.claim();
  tab.close();
  const slot = await claimed;
  t.same([slot.index, slot.token], [1, 'of the second tab']);
  t.same(waits, [1_000]);
});

t.test('a duplicated tab does not get the slot of its original', async (t) => {
  const { end } = ownLockWaits(t);
  const { openTab } = browser();
  const original = openTab();
  (await original.claim()).save('mine');
  const claimed = openTab(original.session.copy()).claim();
  end();
  const slot = await claimed;
  t.same([slot.index, slot.token], [1, null]);
});

t.test('the room of a tab is of no matter when it joins another', async (t) => {
  const { waits } = ownLockWaits(t);
  const { openTab } = browser();
  const tab = openTab();
  const slot = await tab.claim();
  slot.save('mine');
  const other = await tab.claim('Attic');
  t.same([other.index, other.token], [0, null]);
  t.same(waits, []);
});

t.test('what is forgotten is gone, and the slot is free', async (t) => {
  const { local, openTab } = browser();
  const tab = openTab();
  const slot = await tab.claim();
  slot.save('mine');
  slot.clear();
  t.equal(local.length, 0);
  t.equal(tab.session.length, 0);
  t.equal(tab.memory.lastRoom, null);
  await lockIsFree();
  const next = await openTab().claim();
  t.same([next.index, next.token], [0, null]);
});

t.test('what is released is kept, and the slot is free', async (t) => {
  const { openTab } = browser();
  const tab = openTab();
  const slot = await tab.claim();
  slot.save('mine');
  slot.release();
  t.equal(tab.memory.lastRoom, 'Lobby');
  await lockIsFree();
  const next = await openTab().claim();
  t.same([next.index, next.token], [0, 'mine']);
});

t.test('what was chosen is remembered for its own room alone', async (t) => {
  const { openTab } = browser();
  const tab = openTab();
  (await tab.claim()).save('mine');
  tab.memory.saveMediaChoice({ microphone: false, camera: true });
  tab.close();
  const reloaded = openTab(tab.session);
  t.same(reloaded.memory.loadMediaChoice('lobby'), { microphone: false, camera: true });
  t.equal(reloaded.memory.loadMediaChoice('attic'), null);
  t.equal(reloaded.memory.loadMediaChoice(null), null);
  reloaded.memory.clearTab();
  t.equal(reloaded.memory.loadMediaChoice('lobby'), null);
});

t.test('before the first room, what was turned off is remembered', async (t) => {
  const { openTab } = browser();
  const tab = openTab();
  tab.memory.saveMediaChoice({ microphone: false, camera: true });
  tab.close();
  const reloaded = openTab(tab.session);
  t.same(reloaded.memory.loadMediaChoice(null), { microphone: false });
  t.same(reloaded.memory.loadMediaChoice('lobby'), { microphone: false });
  reloaded.memory.saveMediaChoice({ microphone: true, camera: false });
  t.same(reloaded.memory.loadMediaChoice(null), { camera: false });
});

t.test('who leaves before the slot is claimed again forgets it all the same', async (t) => {
  const { local, openTab } = browser();
  const tab = openTab();
  (await tab.claim()).save('mine');
  tab.close();
  const reloaded = openTab(tab.session);
  reloaded.memory.clearOwnSeat();
  t.same([reloaded.memory.lastRoom, local.length], [null, 0]);
  t.doesNotThrow(() => reloaded.memory.clearOwnSeat(), 'nor is there anything to forget then');
});

t.test('two elements of one page do not take each other for themselves', async (t) => {
  const local = new FakeStorage();
  const session = new FakeStorage();
  const holders: LockHolders = new Map();
  const { manager } = new FakeLocks().openTab();
  const open = () => new SeatStorage(SERVER, { local, session, locks: manager }, holders);
  const [one, other] = [open(), open()];
  const slot = await one.claimSlot(LOBBY);
  slot.save('of the one');
  t.same([one.lastRoom, other.lastRoom], ['Lobby', null]);
  slot.release();
  t.equal(other.lastRoom, 'Lobby', 'what nobody holds is of the tab');
});

t.test('only a seat that another tab holds counts as elsewhere', async (t) => {
  const { openTab } = browser();
  const [holder, asker] = [openTab(), openTab()];
  const slot = await holder.claim();
  t.equal(await asker.memory.isHeldByOtherTab('lobby', null), false, 'a lock without a seat');
  slot.save('mine');
  t.equal(await asker.memory.isHeldByOtherTab('lobby', null), true);
  t.equal(await holder.memory.isHeldByOtherTab('lobby', 0), false, 'its own');
  t.equal(await asker.memory.isHeldByOtherTab('attic', null), false);
  holder.close();
  t.equal(await asker.memory.isHeldByOtherTab('lobby', null), false, 'a seat that nobody sits in');
});

t.test('taking over steals the slot and the token of the tab that holds them', async (t) => {
  const { openTab } = browser();
  const [holder, taker] = [openTab(), openTab()];
  const robbed = await holder.claim();
  robbed.save('the seat');
  const own = await taker.claim();
  t.equal(own.index, 1);
  own.release();
  const taken = await taker.memory.takeOverSlot(LOBBY, own.index);
  t.same([taken.index, taken.token], [0, 'the seat']);
  t.equal(await holder.memory.isHeldByOtherTab('lobby', null), true);
  t.doesNotThrow(() => robbed.release());
  const third = await openTab().claim();
  t.equal(third.index, 1, 'the robbed tab has let go of nothing that is not its own any more');
});

t.test('a slot that nobody holds is not taken over from a tab', async (t) => {
  const { openTab } = browser();
  const [closed, holder] = [openTab(), openTab()];
  (await closed.claim()).save('lapsed');
  (await holder.claim()).save('live');
  closed.close();
  const taken = await openTab().memory.takeOverSlot(LOBBY, null);
  t.same([taken.index, taken.token], [1, 'live']);
});

t.test('where there is nothing to take over, it is claimed', async (t) => {
  const { openTab } = browser();
  const taken = await openTab().memory.takeOverSlot(LOBBY, null);
  t.same([taken.index, taken.token], [0, null]);
});

t.test('a token is worth 24 hours', async (t) => {
  let now = 1_790_000_000_000;
  t.intercept(Date, 'now', { value: () => now });
  const { local, openTab } = browser();
  const slot = await openTab().claim();
  slot.save('mine');
  const other = openTab();
  now += SEAT_TOKEN_LIFETIME_MS - 1;
  t.equal(await other.memory.isHeldByOtherTab('lobby', null), true);
  now += 1;
  t.equal(await other.memory.isHeldByOtherTab('lobby', null), false);
  t.equal(local.length, 0, 'nor is it kept');
  slot.release();
  await lockIsFree();
  t.equal((await openTab().claim()).token, null);
});

t.test('somebody else’s values under our names are as good as none', async (t) => {
  const values = ['', '{', 'null', '7', '"x"', '[]', '{}', '{"token":7,"at":1e15}', '{"room":7}'];
  values.push('{"token":"x"}', '{"token":"x","at":"now"}', '{"room":"a","key":"lobby","slot":7}');
  for (const value of values) {
    const { local, openTab } = browser();
    const tab = openTab();
    local.setItem(`video-room ${SERVER} lobby 0`, value);
    tab.session.setItem(`video-room ${SERVER}`, value);
    t.equal(tab.memory.lastRoom, null, value);
    t.equal(await tab.memory.isHeldByOtherTab('lobby', null), false, value);
    const slot = await tab.claim();
    t.same([slot.index, slot.token], [0, null], value);
  }
});

t.test('without storage it works, and forgets', async (t) => {
  const { manager } = new FakeLocks().openTab();
  for (const storage of [null, throwingStorage()]) {
    const memory = new SeatStorage(SERVER, { local: storage, session: storage, locks: manager });
    const slot = await memory.claimSlot(LOBBY);
    t.doesNotThrow(() => slot.save('mine'));
    t.equal(slot.token, 'mine', 'this page still knows');
    t.equal(memory.lastRoom, null);
    t.equal(await memory.isHeldByOtherTab('lobby', null), false);
    t.doesNotThrow(() => slot.clear());
  }
});

t.test('without locks two tabs cannot be told apart: neither remembers', async (t) => {
  const refused = async () => {
    throw new DOMException('refused', 'SecurityError');
  };
  const refusing = { request: refused, query: refused } as unknown as LockManager;
  for (const locks of [null, refusing]) {
    const local = new FakeStorage();
    const memory = new SeatStorage(SERVER, { local, session: new FakeStorage(), locks });
    const slot = await memory.claimSlot(LOBBY);
    slot.save('mine');
    t.same([slot.index, slot.token, local.length], [null, 'mine', 0]);
    t.equal(await memory.isHeldByOtherTab('lobby', null), false);
    t.equal((await memory.takeOverSlot(LOBBY, null)).index, null);
    slot.clear();
  }
});

t.test('stores that this platform lacks, or refuses to show, are none', async (t) => {
  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage']) {
    const real = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { get: refuse, configurable: true });
    t.teardown(() => {
      if (real) Object.defineProperty(globalThis, name, real);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
  t.match(browserStores(), { local: null, session: null });
});
