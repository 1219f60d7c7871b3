import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * RFC 9116, section 2.5.5, recommends less than a year. Each request creates the file anew, so only
 * a copy ages: it expires half a year after it was made.
 */
const LIFETIME_DAYS = 180;

const CACHE_CONTROL = 'public, max-age=86400';

/**
 * The languages of the site. They have no region, because they name the languages of people who
 * read reports.
 */
const LANGUAGES = 'en, pt, es';

const PATH = '/.well-known/security.txt';

/**
 * `GET /.well-known/security.txt` (RFC 9116): the contact for security reports. 404 without a
 * contact.
 */
export async function securityTxtRoute(
  app: FastifyInstance,
  { config }: { config: Pick<Config, 'securityContact' | 'publicUrl'> },
): Promise<void> {
  const { securityContact, publicUrl } = config;
  if (securityContact === null) return;

  app.get(PATH, (_request, reply) =>
    reply
      .header('cache-control', CACHE_CONTROL)
      .type('text/plain; charset=utf-8')
      .send(securityTxt(securityContact, publicUrl, Date.now())),
  );
}

/**
 * Creates the file for a request at `nowMs`. It expires at midnight UTC, so it stays the same all
 * day.
 */
export function securityTxt(contact: string, publicUrl: URL | null, nowMs: number): string {
  const expires = new Date((Math.floor(nowMs / DAY_MS) + LIFETIME_DAYS) * DAY_MS);
  // Section 2.5.2: a web URI must begin with https.
  const canonical = publicUrl?.protocol === 'https:' ? new URL(PATH, publicUrl).href : null;
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString().replace('.000', '')}`,
    `Preferred-Languages: ${LANGUAGES}`,
    ...(canonical ? [`Canonical: ${canonical}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
