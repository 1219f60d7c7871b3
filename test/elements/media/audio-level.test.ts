import t from 'tap';
import { levelOf } from '../../../elements/media/audio-level.js';

const sine = (amplitude: number) =>
  Float32Array.from({ length: 2_048 }, (_, index) => amplitude * Math.sin(index / 5));

t.test('silence is nothing, a loud voice is all, between them louder is more', async (t) => {
  t.equal(levelOf(new Float32Array(2_048)), 0);
  t.equal(levelOf(sine(0.0005)), 0, 'the noise of a quiet room');
  t.equal(levelOf(sine(1)), 1);
  const levels = [0.002, 0.01, 0.05, 0.2].map((amplitude) => levelOf(sine(amplitude)));
  t.strictSame(levels.toSorted(), levels);
  t.ok(
    levels.every((level) => level > 0 && level < 1),
    levels.join(' '),
  );
});
