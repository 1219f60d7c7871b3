import t, { type Test } from 'tap';
import { PREFERENCES_NAME, readPreferences } from '../../../elements/media/preferences.js';
import { FakeStorage, throwingStorage } from '../../helpers/units/fake-storage.js';

/** What is read where this stands in the storage. */
function read(t: Test, storage: Storage | undefined): object {
  t.intercept(globalThis, 'localStorage', { value: storage, configurable: true });
  return readPreferences();
}

const stored = (text: string) => new FakeStorage([[PREFERENCES_NAME, text]]);

const DEFAULTS = {
  microphone: '',
  camera: '',
  speaker: '',
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  tones: true,
  displayName: '',
};

t.test('what was kept is read', async (t) => {
  const kept = { ...DEFAULTS, camera: 'desk', tones: false, displayName: 'Zoë' };
  t.strictSame(read(t, stored(JSON.stringify(kept))), kept);
  t.strictSame(read(t, stored('{"camera":"desk"}')), { ...DEFAULTS, camera: 'desk' });
});

t.test('without a storage, or where it is blocked, everything is as at first', async (t) => {
  for (const storage of [undefined, throwingStorage(), new FakeStorage()]) {
    t.strictSame(read(t, storage), DEFAULTS);
  }
});

t.test('what is not ours counts for nothing', async (t) => {
  const wrong = Object.keys(DEFAULTS).map((name) => [name, { exact: 'x' }]);
  for (const text of [
    ...['', '{', 'null', '7', '"x"', '[]', '[["camera","x"]]', '{"__proto__":{"camera":"x"}}'],
    JSON.stringify(Object.fromEntries(wrong)),
    JSON.stringify({ more: 'x', echoCancellation: 'false', camera: null, tones: 0 }),
  ]) {
    t.strictSame(read(t, stored(text)), DEFAULTS, text);
  }
});
