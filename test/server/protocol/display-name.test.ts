import t from 'tap';
import { cleanDisplayName } from '../../../server/protocol/display-name.js';

t.test('an ordinary name stays unchanged', async (t) => {
  for (const name of ['', 'Ana', 'Dr. José Núñez-Ávila', '李小龍', 'مريم', '👩‍👩‍👧 & co']) {
    t.equal(cleanDisplayName(name), name);
  }
});

t.test('control and bidirectional characters are removed', async (t) => {
  t.equal(cleanDisplayName('A\nn\ta\0'), 'Ana');
  t.equal(cleanDisplayName('\u202eanA\u202c \u2066x\u2069'), 'anA x');
  t.equal(cleanDisplayName('A\ud800na'), 'Ana');
});

t.test('names are cut to 64 code points', async (t) => {
  t.equal(cleanDisplayName('🙂'.repeat(70)), '🙂'.repeat(64));
});
