import t from 'tap';
import { SpeechMeter } from '../../../elements/media/speech-detector.js';

/** After which of these levels, ten a second, speech was heard first; -1: never. */
function heardAt(levels: readonly number[]): number {
  const meter = new SpeechMeter();
  return levels.findIndex((level) => meter.addLevel(level));
}

const LOUD = 0.1;
const QUIET = 0.004;
const times = (count: number, ...levels: number[]) =>
  Array.from({ length: count }, () => levels).flat();

t.test('a sentence is heard before its second is over', async (t) => {
  t.equal(heardAt([...times(20, QUIET), ...times(10, LOUD)]), 26);
  t.equal(heardAt(times(5, LOUD, LOUD, LOUD, QUIET)), 8, 'with the gaps between its words');
});

t.test('a quiet room, a click, a cough and typing are none', async (t) => {
  t.equal(heardAt(times(100, QUIET)), -1);
  t.equal(heardAt([...times(20, QUIET), LOUD, ...times(20, QUIET)]), -1);
  t.equal(heardAt([...times(20, QUIET), ...times(5, LOUD), ...times(20, QUIET)]), -1);
  t.equal(heardAt(times(20, LOUD, QUIET, QUIET)), -1);
});
