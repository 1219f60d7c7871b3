import t from 'tap';
import { homePage } from '../../views/home.js';
import { en } from '../../views/i18n/en.js';
import { textOf } from '../helpers/units/read-html.js';

t.test('the start page has the product name and a tagline', async (t) => {
  const page = homePage({ strings: en });
  t.match(page, { title: 'Video Room', isIndexed: true, kind: 'call' });
  t.equal(textOf(page.header, 'h1'), 'Video Room');
  t.match(page.header, '<p class="tagline">');
});
