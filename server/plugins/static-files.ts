/** The built elements and the site's own assets, compressed by the build. */
import { basename, dirname, join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import fp from 'fastify-plugin';
import { findDistFolder } from '../dist-folder.js';

/** The bundler names a chunk by its content: `name-xxxxxxxx.js`. */
const HASHED_FILE = /-[\w-]{8}\.js(\.map)?$/;

/** A folder that the build names by the bytes of the scripts in it: `0.1.0-xxxxxxxx`. */
const RELEASE_FOLDER = /-[\da-f]{8}$/;

/** The compressed twins that the build leaves beside every file. */
const COMPRESSED_FILE = /\.(br|gz)$/;

/** What is answered with a file of this name; `ours`: only our own pages use it. */
export function fileHeaders(path: string, isSiteAsset: boolean): Readonly<Record<string, string>> {
  const isHashed =
    HASHED_FILE.test(basename(path).replace(COMPRESSED_FILE, '')) ||
    RELEASE_FOLDER.test(basename(dirname(path)));
  // The page and its own assets are of one version; elsewhere five minutes spare a round trip.
  const maxAge = isSiteAsset ? 'no-cache' : 'public, max-age=300, must-revalidate';
  return {
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : maxAge,
    vary: 'Accept-Encoding',
    ...(isSiteAsset
      ? {}
      : { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }),
  };
}

function staticOptions(dist: string, folder: string, isSiteAsset: boolean): FastifyStaticOptions {
  return {
    root: join(dist, folder),
    prefix: `/${folder}/`,
    preCompressed: true,
    dotfiles: 'ignore',
    index: false,
    cacheControl: false,
    decorateReply: false,
    setHeaders: (response, path) => {
      for (const [name, value] of Object.entries(fileHeaders(path, isSiteAsset))) {
        response.setHeader(name, value);
      }
    },
  };
}

/** `dist` is the folder of the build; tests give their own. */
export default fp<{ dist?: string }>(
  async (app, { dist = findDistFolder() }) => {
    await app.register(fastifyStatic, staticOptions(dist, 'elements', false));
    await app.register(fastifyStatic, staticOptions(dist, 'site', true));
  },
  { name: 'static-files' },
);
