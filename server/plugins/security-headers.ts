/** Sets the security headers. They allow only what a call needs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import fp from 'fastify-plugin';
import helmet, { type HelmetOptions } from 'helmet';
import type { Config } from '../config.js';
import { MAX_HOST_LENGTH } from '../http/own-host.js';

declare module 'fastify' {
  interface FastifyContextConfig extends RoutePolicy {}
}

/** The permissions of one route beyond the default. */
export interface RoutePolicy {
  /** Pages of `EMBED_ORIGINS` may show it in a frame, including cross-origin isolated pages. */
  readonly isFrameable?: boolean;
  /** Names of Trusted Types policies besides the one of the elements. */
  readonly trustedTypes?: readonly string[];
}

const PERMISSIONS_POLICY = [
  ...['camera', 'microphone', 'display-capture', 'autoplay', 'fullscreen', 'picture-in-picture'],
  ...['screen-wake-lock', 'speaker-selection'],
]
  .map((feature) => `${feature}=(self)`)
  .join(', ');

/**
 * A placeholder in Helmet's policy for the WebSocket addresses of this server, with the space
 * before it.
 */
const SOCKET_SOURCES = ' sockets.invalid';

/** A host as in RFC 3986, so that a forged Host header cannot add directives. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

function isValidHost(name: string): boolean {
  return name.length <= MAX_HOST_LENGTH && HOST.test(name);
}

type Headers = Readonly<Record<string, string>>;

/**
 * Creates the headers for a request to `host`, by the policy of its route. Safari before 15.4 does
 * not count ws: and wss: as `'self'` (https://bugs.webkit.org/show_bug.cgi?id=201591), so the
 * policy lists the host.
 */
export class SecurityHeaders {
  readonly #config: Pick<Config, 'publicUrl' | 'tls' | 'embedOrigins'>;
  /**
   * Cached by policy: Helmet takes as long as the rest of a small response, and only the host
   * differs.
   */
  readonly #templates = new Map<string, Headers>();

  constructor(config: Pick<Config, 'publicUrl' | 'tls' | 'embedOrigins'>) {
    this.#config = config;
  }

  /** Returns the headers by lower-case name. */
  headersFor(host: string, policy: RoutePolicy = {}): Headers {
    const key = JSON.stringify([policy.isFrameable, policy.trustedTypes]);
    const template =
      this.#templates.get(key) ?? collectHelmetHeaders(helmetOptions(this.#config, policy));
    this.#templates.set(key, template);
    const hosts = [host, this.#config.publicUrl?.host ?? ''].filter(isValidHost);
    const sockets = [...new Set(hosts)].map((name) => ` ws://${name} wss://${name}`).join('');
    const csp = template['content-security-policy'] ?? '';
    return { ...template, 'content-security-policy': csp.replace(SOCKET_SOURCES, sockets) };
  }
}

/**
 * Returns the headers that Helmet sets for these options. Helmet writes to a response, so it gets a
 * stub.
 */
function collectHelmetHeaders(options: HelmetOptions): Headers {
  const headers: Record<string, string> = { 'permissions-policy': PERMISSIONS_POLICY };
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const fail = (error?: unknown) => {
    if (error) throw error;
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, fail);
  return headers;
}

function helmetOptions(
  config: Pick<Config, 'tls' | 'publicUrl' | 'embedOrigins'>,
  { isFrameable = false, trustedTypes = [] }: RoutePolicy,
): HelmetOptions {
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
        connectSrc: ["'self'", SOCKET_SOURCES.trim()],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: isFrameable ? embedders : ["'self'"],
        baseUri: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['lit-html', ...trustedTypes],
      },
    },
    // `X-Frame-Options` accepts no list, and would refuse what `frame-ancestors` allows.
    frameguard: isFrameable ? false : { action: 'sameorigin' },
    // No `includeSubDomains`: the other hosts of the domain may belong to others.
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // A cross-origin isolated page requires both of its frames.
    crossOriginEmbedderPolicy: isFrameable ? { policy: 'require-corp' } : false,
    crossOriginResourcePolicy: { policy: isFrameable ? 'cross-origin' : 'same-origin' },
    // Room names are secrets, and the address contains them.
    referrerPolicy: { policy: 'no-referrer' },
  };
}

/** Sets the headers on every response, including errors. */
export default fp<{ config: Config }>(
  async (app, { config }) => {
    const headers = new SecurityHeaders(config);
    app.addHook('onRequest', (request, reply, done) => {
      reply.headers(headers.headersFor(request.host, request.routeOptions.config));
      done();
    });
  },
  { name: 'security-headers' },
);
