/** What a browser may do with our answers: nothing that a call does not need. */
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fp from 'fastify-plugin';
import type { Config } from '../config.js';

declare module 'fastify' {
  interface FastifyContextConfig extends RouteRights {}
}

/** What one route's pages may do beyond the others. */
export interface RouteRights {
  /** Pages of `EMBED_ORIGINS` may show it in a frame, cross-origin isolated ones too. */
  readonly framed?: boolean;
  /** Names of Trusted Types policies besides that of the elements. */
  readonly trustedTypes?: readonly string[];
}

const PERMISSIONS_POLICY = [
  ...['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen', 'picture-in-picture'],
  ...['screen-wake-lock', 'speaker-selection'],
]
  .map((feature) => `${feature}=(self)`)
  .join(', ');

/** A host as RFC 3986 writes it, so that a forged Host header cannot add directives. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

/**
 * The headers for an answer to a request for `host`. Safari before 15.4 does not count ws: and wss:
 * as `'self'` (https://bugs.webkit.org/show_bug.cgi?id=201591), so the own host stands there.
 */
export function securityHeaders(
  config: Pick<Config, 'publicUrl' | 'tls' | 'embedOrigins'>,
  host: string,
  { framed = false, trustedTypes = [] }: RouteRights = {},
): FastifyHelmetOptions {
  const hosts = [host, ...(config.publicUrl ? [config.publicUrl.host] : [])].filter((name) =>
    HOST.test(name),
  );
  const sockets = [...new Set(hosts)].flatMap((name) => [`ws://${name}`, `wss://${name}`]);
  const embedders = config.embedOrigins === '*' ? ['*'] : ["'self'", ...config.embedOrigins];
  const isSecure = config.tls !== null || config.publicUrl?.protocol === 'https:';
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        connectSrc: ["'self'", ...sockets],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: framed ? embedders : ["'self'"],
        baseUri: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['lit-html', ...trustedTypes],
      },
    },
    // The older header knows no list, and would refuse what `frame-ancestors` lets in.
    frameguard: framed ? false : { action: 'sameorigin' },
    // Not `includeSubDomains`: the other hosts of the domain are not ours.
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // Both are what a cross-origin isolated page asks of its frames.
    crossOriginEmbedderPolicy: framed ? { policy: 'require-corp' } : false,
    crossOriginResourcePolicy: { policy: framed ? 'cross-origin' : 'same-origin' },
    // Room names are secrets, and stand in the address.
    referrerPolicy: { policy: 'no-referrer' },
  };
}

/** Sets them on every answer, refused upgrades and errors included. */
export default fp<{ config: Config }>(
  async (app, { config }) => {
    await app.register(helmet, { global: false });
    app.addHook('onRequest', async (request, reply) => {
      reply.helmet(securityHeaders(config, request.host, request.routeOptions.config));
      reply.header('permissions-policy', PERMISSIONS_POLICY);
    });
  },
  { name: 'security-headers' },
);
