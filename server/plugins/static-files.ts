/** Serves the built elements and the assets of the site. The build compresses them. */
import { basename, dirname, join } from 'node:path';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import fp from 'fastify-plugin';
import { findDistFolder } from '../dist-folder.js';

/** The bundler adds a content hash to the name of a chunk: `name-xxxxxxxx.js`. */
const HASHED_FILE = /-[\w-]{8}\.js(\.map)?$/;

/** The build adds a content hash to the folder of a release: `0.1.0-xxxxxxxx`. */
const RELEASE_FOLDER = /-[\da-f]{8}$/;

/** The compressed variants that the build writes beside every file. */
const COMPRESSED_FILE = /\.(br|gz)$/;

/**
 * Returns the headers for a file with this path. `isSiteAsset`: only the pages of this site use it.
 */
export function fileHeaders(path: string, isSiteAsset: boolean): Readonly<Record<string, string>> {
  const isHashed =
    HASHED_FILE.test(basename(path).replace(COMPRESSED_FILE, '')) ||
    RELEASE_FOLDER.test(basename(dirname(path)));
  // A page and its assets must have the same version. Other pages may cache a file for five
  // minutes, which saves a round trip.
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

/** `dist` is the folder of the build. Tests use their own. */
export default fp<{ dist?: string }>(
  async (app, { dist = findDistFolder() }) => {
    await app.register(fastifyStatic, staticOptions(dist, 'elements', false));
    await app.register(fastifyStatic, staticOptions(dist, 'site', true));
  },
  { name: 'static-files' },
);
