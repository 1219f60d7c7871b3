import t from 'tap';
import {
  cornerNearest,
  cornerTowards,
  within,
} from '../../../../elements/video-room/tools/corner.js';

const STAGE = { left: 0, top: 0, right: 1000, bottom: 600 };
const boxAt = (left: number, top: number) => ({ left, top, right: left + 200, bottom: top + 120 });

t.test('arrow keys', async (t) => {
  const corner = { low: false, start: false };
  t.same(cornerTowards(corner, 'ArrowDown', false), { low: true, start: false });
  t.same(cornerTowards(corner, 'ArrowUp', false), corner, 'there already');
  t.same(cornerTowards(corner, 'ArrowLeft', false), { low: false, start: true });
  t.same(cornerTowards(corner, 'ArrowRight', false), corner);
  t.same(cornerTowards(corner, 'ArrowRight', true), { low: false, start: true });
  t.same(cornerTowards(corner, 'ArrowLeft', true), corner);
  t.equal(cornerTowards(corner, 'Home', false), null);
});

t.test('the nearest corner', async (t) => {
  t.same(cornerNearest(boxAt(390, 0), STAGE, false), { low: false, start: true });
  t.same(cornerNearest(boxAt(410, 250), STAGE, false), { low: true, start: false });
  t.same(cornerNearest(boxAt(390, 0), STAGE, true), { low: false, start: false });
  t.same(cornerNearest(boxAt(700, 400), STAGE, true), { low: true, start: true });
});

t.test('a picture stays inside', async (t) => {
  const picture = boxAt(780, 20);
  t.same(within(picture, STAGE, -100, 50), { x: -100, y: 50 });
  t.same(within(picture, STAGE, 500, -500), { x: 20, y: -20 });
  t.same(within(picture, STAGE, -5_000, 5_000), { x: -780, y: 460 });
});
