import t from 'tap';
import { describeElements } from '../../../server/embed/element-reference.js';

const MANIFEST = {
  modules: [
    { declarations: [{ name: 'Helper' }] },
    {},
    {
      declarations: [
        {
          name: 'VideoRoom',
          tagName: 'video-room',
          description: 'A call,\nwhole.',
          attributes: [{ name: 'muted', description: 'Start muted.', type: { text: 'boolean' } }],
          members: [
            { kind: 'field', name: 'muted', attribute: 'muted' },
            { kind: 'field', name: 'state', description: 'Where it is.', type: { text: 'Phase' } },
            { kind: 'field', name: '#session', privacy: 'private' },
            { kind: 'field', name: 'styles', static: true },
            { kind: 'field', name: 'renderRoot', inheritedFrom: { name: 'LitElement' } },
            {
              kind: 'method',
              name: 'toggle',
              parameters: [{ name: 'on', optional: true, type: { text: 'boolean' } }],
              return: { type: { text: 'Promise<boolean>' } },
            },
            { kind: 'method', name: 'render', privacy: 'protected' },
            { kind: 'method', name: 'connectedCallback' },
          ],
          events: [
            { description: 'no name' },
            { name: 'left', description: 'Gone.', type: { text: 'CustomEvent<{ why: string }>' } },
          ],
          slots: [{ name: 'full' }],
          cssParts: [{ name: 'toolbar', description: 'The controls.' }],
          cssProperties: [{ name: '--accent', description: 'Buttons.' }],
        },
      ],
    },
  ],
};

t.test('the public API of an element, each part once', async (t) => {
  t.strictSame(describeElements(MANIFEST, ['video-room', 'room-prompt']), [
    {
      tag: 'video-room',
      description: 'A call, whole.',
      items: {
        attributes: [{ name: 'muted', description: 'Start muted.', code: 'boolean' }],
        properties: [{ name: 'state', description: 'Where it is.', code: 'Phase' }],
        methods: [{ name: 'toggle', description: '', code: '(on?: boolean): Promise<boolean>' }],
        events: [{ name: 'left', description: 'Gone.', code: '{ why: string }' }],
        slots: [{ name: 'full', description: '', code: '' }],
        parts: [{ name: 'toolbar', description: 'The controls.', code: '' }],
        cssProperties: [{ name: '--accent', description: 'Buttons.', code: '' }],
      },
    },
  ]);
});

t.test('without a manifest there is no reference', async (t) => {
  t.strictSame(describeElements(null, ['video-room']), []);
});
