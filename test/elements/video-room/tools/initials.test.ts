import t from 'tap';
import { initialsOf } from '../../../../elements/video-room/tools/initials.js';

for (const [name, initials] of [
  ['Ana', 'A'],
  ['ana maria souza', 'AS'],
  ['  Élodie   Durand ', 'ÉD'],
  ['Ana (laptop)', 'A'],
  ['山田 太郎', '山太'],
  ['👩‍💻 Ana', '👩‍💻A'],
  ['R2', 'R'],
  ['???', ''],
  ['', ''],
] as const) {
  t.equal(initialsOf(name), initials, `${name} → ${initials}`);
}
