import Fastify from 'fastify';
import t from 'tap';
import {
  HTTP_ERROR_STATUS,
  HttpError,
  type HttpErrorCode,
  httpErrorCode,
} from '../../server/errors.js';

t.test('an HttpError carries its code, its status and its cause', async (t) => {
  const cause = new TypeError('deep');
  for (const code of Object.keys(HTTP_ERROR_STATUS) as HttpErrorCode[]) {
    const error = new HttpError(code, 'for the log', { cause });
    t.equal(httpErrorCode(error), code);
    t.match(error, {
      name: 'HttpError',
      message: 'for the log',
      statusCode: HTTP_ERROR_STATUS[code],
      cause,
    });
  }
  t.equal(new HttpError('internal').message, 'internal');
});

t.test('other errors map by their status, the rest is internal', async (t) => {
  const withStatus = (statusCode: unknown) => Object.assign(new Error('x'), { statusCode });
  const cases: readonly [unknown, HttpErrorCode][] = [
    [withStatus(400), 'bad-request'],
    [withStatus(415), 'bad-request'],
    [withStatus(404), 'not-found'],
    [withStatus(413), 'too-large'],
    [withStatus(416), 'range-not-satisfiable'],
    [withStatus(429), 'rate-limited'],
    [withStatus(503), 'unavailable'],
    [withStatus(500), 'internal'],
    [withStatus(200), 'internal'],
    [withStatus('404'), 'internal'],
    [new Error('x'), 'internal'],
    ['thrown text', 'internal'],
    [undefined, 'internal'],
    [new Fastify.errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), 'too-large'],
  ];
  for (const [error, code] of cases) t.equal(httpErrorCode(error), code);
});
