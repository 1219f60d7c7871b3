import t from 'tap';
import { en } from '../../views/i18n/en.js';
import { roomPage } from '../../views/room.js';
import { textOf } from '../helpers/units/read-html.js';

t.test('a room is named in its title and heading, never in a link preview', async (t) => {
  const page = roomPage({ strings: en, room: '<b>secret</b>' });
  t.match(page, { title: '<b>secret</b> · Video Room', isIndexed: false, kind: 'call' });
  t.equal(page.publicTitle, 'Join a video call');
  t.equal(textOf(page.header, 'h1'), '<b>secret</b>');
});

t.test('a refused name is not the title', async (t) => {
  const page = roomPage({ strings: en, refusal: { text: 'secret\u0001', reason: 'characters' } });
  t.notMatch(page.title + page.header, 'secret');
  t.equal(textOf(page.header, 'h1'), 'Invalid room name');
});
