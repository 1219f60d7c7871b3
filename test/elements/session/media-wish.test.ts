import t from 'tap';
import { MediaWish } from '../../../elements/session/media-wish.js';

const told = ({ microphone, camera }: MediaWish) => ({ microphone, camera });

t.test('before anybody chooses, what the page says holds, as it says it now', async (t) => {
  let muted = true;
  const wish = new MediaWish(() => ({ microphone: !muted, camera: true }));
  t.same(told(wish), { microphone: false, camera: true });
  muted = false;
  t.same(told(wish), { microphone: true, camera: true });
  wish.begin(null);
  muted = true;
  t.same(told(wish), { microphone: true, camera: true }, 'a call goes on as it began');
});

t.test('what is chosen before a call begins it, whatever else would hold', async (t) => {
  const wish = new MediaWish(() => ({ microphone: true, camera: true }));
  t.equal(wish.choose({ microphone: false }, true), true);
  t.equal(wish.choose({ microphone: false }, true), false, 'no change');
  wish.begin({ microphone: true, camera: false });
  t.same(told(wish), { microphone: false, camera: false }, 'and a reload keeps the rest');
  t.equal(wish.choose({ camera: true }, false), true);
  t.same(told(wish), { microphone: false, camera: true });
});

t.test('the next call begins as the page says, but for what was chosen since', async (t) => {
  const wish = new MediaWish(() => ({ microphone: true, camera: true }));
  wish.begin(null);
  wish.choose({ microphone: false, camera: false }, false);
  wish.choose({ camera: true }, true);
  t.same(told(wish), { microphone: false, camera: true }, 'who comes back finds it so');
  wish.choose({ camera: false }, true);
  wish.begin(null);
  t.same(told(wish), { microphone: true, camera: false });
});
