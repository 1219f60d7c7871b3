import t from 'tap';
import type { ElementReference } from '../../../views/embed/element-reference.js';
import { renderReferenceTables } from '../../../views/embed/reference-tables.js';
import { en } from '../../../views/i18n/en.js';
import { tagsOf, textOf } from '../../helpers/units/read-html.js';

const item = (text: string) => ({ name: text, description: `${text}: \`code\``, code: text });

const elementWith = (text: string): ElementReference => ({
  tag: 'video-room',
  description: text,
  items: {
    attributes: [item(text)],
    properties: [],
    methods: [{ ...item(text), code: '' }],
    events: [],
    slots: [],
    parts: [],
    cssProperties: [],
  },
});

t.test('the reference has a table per kind', async (t) => {
  const html = renderReferenceTables(elementWith('muted'), en.embed);
  t.equal(html.match(/<table>/g)?.length, 2);
  t.match(html, '<summary>Attributes <span class="of">&lt;video-room&gt;</span></summary>');
  t.equal(textOf(html, 'th'), 'Name');
  t.match(html, '<td lang="en">muted: <code>code</code></td>');
  t.equal(html.match(/<code class="of">/g)?.length, 1);
});

t.test('every text is escaped', async (t) => {
  const hostile = renderReferenceTables(elementWith('</td><script>"\'`<b>'), en.embed);
  t.strictSame(tagsOf(hostile), tagsOf(renderReferenceTables(elementWith('muted'), en.embed)));
});
