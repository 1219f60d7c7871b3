/**
 * Shortens headers that are expensive to parse, before anything reads them. Node accepts 16 KiB of
 * headers. Other code sorts and matches the lists in them, and no browser and no proxy sends lists
 * that long.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Maximum length of `Accept` and `Accept-Language`, in characters. Browsers send about a hundred.
 * Sorting 15 KiB of languages takes 21 ms. A longer header is dropped.
 */
const MAX_ACCEPT_LENGTH = 1_000;

/**
 * Maximum length of `X-Forwarded-For`, in characters: twenty IPv6 addresses. The end of the list is
 * kept, because trusted proxies append to it. Comparing 15 KiB of addresses with those of the
 * proxies takes 25 ms.
 */
const MAX_FORWARDED_FOR_LENGTH = 1_000;

/** Shortens the headers of one request, in place. */
export function truncateHeaders(headers: IncomingHttpHeaders): void {
  for (const name of ['accept', 'accept-language'] as const) {
    if ((headers[name]?.length ?? 0) > MAX_ACCEPT_LENGTH) delete headers[name];
  }
  const forwardedFor = headers['x-forwarded-for'];
  if (typeof forwardedFor === 'string' && forwardedFor.length > MAX_FORWARDED_FOR_LENGTH) {
    headers['x-forwarded-for'] = keepLastAddresses(forwardedFor);
  }
}

/** Returns the complete addresses at the end of the list. */
function keepLastAddresses(list: string): string {
  const end = list.slice(-MAX_FORWARDED_FOR_LENGTH);
  return end.slice(end.indexOf(',') + 1 || end.length);
}
