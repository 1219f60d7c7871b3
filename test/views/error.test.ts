import t from 'tap';
import { errorPage } from '../../views/error.js';
import { en } from '../../views/i18n/en.js';
import { textOf } from '../helpers/units/read-html.js';

t.test('an error page has a message and a link back', async (t) => {
  const page = errorPage({ strings: en, code: 'not-found' });
  t.match(page, { title: 'Page not found · Video Room', isIndexed: false, kind: 'sheet' });
  t.equal(textOf(page.main, 'h1'), 'Page not found');
  t.match(page.main, '<a class="button" href="/">Back to home page</a>');
});
