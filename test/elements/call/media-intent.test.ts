import t from 'tap';
import { MediaIntent } from '../../../elements/call/media-intent.js';

const told = ({ microphone, camera }: MediaIntent) => ({ microphone, camera });

t.test('before anybody chooses, what the page says holds, as it says it now', async (t) => {
  let muted = true;
  const wish = new MediaIntent(() => ({ microphone: !muted, camera: true }));
  t.same(told(wish), { microphone: false, camera: true });
  muted = false;
  t.same(told(wish), { microphone: true, camera: true });
  wish.startCall(null);
  muted = true;
  t.same(told(wish), { microphone: true, camera: true }, 'a call goes on as it began');
});

t.test('what is chosen before a call begins it, whatever else would hold', async (t) => {
  const wish = new MediaIntent(() => ({ microphone: true, camera: true }));
  t.equal(wish.set({ microphone: false }, true), true);
  t.equal(wish.set({ microphone: false }, true), false, 'no change');
  wish.startCall({ microphone: true, camera: false });
  t.same(told(wish), { microphone: false, camera: false }, 'and a reload keeps the rest');
  t.equal(wish.set({ camera: true }, false), true);
  t.same(told(wish), { microphone: false, camera: true });
});

t.test('the next call begins as the page says, but for what was chosen since', async (t) => {
  const wish = new MediaIntent(() => ({ microphone: true, camera: true }));
  wish.startCall(null);
  wish.set({ microphone: false, camera: false }, false);
  wish.set({ camera: true }, true);
  t.same(told(wish), { microphone: false, camera: true }, 'who comes back finds it so');
  wish.set({ camera: false }, true);
  wish.startCall(null);
  t.same(told(wish), { microphone: true, camera: false });
});
