import t from 'tap';
import { SpeakingDetector } from '../../../elements/call/speaking-detector.js';
import { fakeClock } from '../../helpers/units/fake-clock.js';

t.test('speaking holds over the pauses between words, and only while it is listened', async (t) => {
  const clock = fakeClock(t);
  let level = 0;
  let changes = 0;
  const watch = new SpeakingDetector(
    () => level,
    () => changes++,
  );
  level = 0.3;
  clock.advance(1_000);
  t.same([watch.isSpeaking, clock.pending], [false, 0], 'nobody listens');
  watch.update(true);
  watch.update(true);
  t.equal(clock.pending, 1);
  clock.advance(200);
  t.same([watch.isSpeaking, changes], [true, 1]);
  level = 0.005;
  clock.advance(600);
  level = 0.1;
  clock.advance(600);
  t.same([watch.isSpeaking, changes], [true, 1], 'a pause');
  level = 0.005;
  clock.advance(1_000);
  t.same([watch.isSpeaking, changes], [false, 2], 'the noise of a room is no voice');
  level = 0.3;
  clock.advance(200);
  watch.update(false);
  t.same([watch.isSpeaking, clock.pending], [false, 0]);
});
