import t from 'tap';
import { buildApp } from '../../helpers/server/build-app.js';
import { attributeOf, textOf } from '../../helpers/units/read-html.js';

t.test('the start page is the call with the prompt', async (t) => {
  const app = await buildApp(t);
  const { statusCode, body } = await app.inject('/');
  t.equal(statusCode, 200);
  t.equal(attributeOf(body, 'video-room', 'room'), undefined);
  t.equal(textOf(body, 'title'), 'Video Room');
  t.equal(textOf(body, 'h1'), 'Video Room');
  t.match(body, '<script type="module" src="/elements/video-room.js"></script>');
  t.notMatch(body, 'noindex');
  t.notMatch(body, 'role="alert"');
});

t.test('the form keeps the language of the address', async (t) => {
  const app = await buildApp(t);
  t.notMatch((await app.inject('/')).body, 'type="hidden"');
  const { body } = await app.inject('/?lang=es');
  t.match(body, '<input type="hidden" name="lang" value="es">');
});
