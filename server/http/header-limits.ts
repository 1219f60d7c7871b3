/**
 * Headers that take long to read are cut before anything reads them. Node takes 16 KiB of headers; the
 * lists in them are sorted, matched and looked up, which no browser and no proxy needs for so many.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Characters of an `Accept` or `Accept-Language` that are read. Browsers send some hundred; 15 KiB of
 * languages take 21 ms to sort. A longer header says as much as none.
 */
const MAX_ACCEPT_LENGTH = 1_000;

/**
 * Characters of an `X-Forwarded-For` that are read, from its end, where the proxies that we trust write:
 * twenty IPv6 addresses. 15 KiB of addresses take 25 ms to compare with those of the proxies.
 */
const MAX_FORWARDED_FOR_LENGTH = 1_000;

/** Cuts those of one request. */
export function truncateHeaders(headers: IncomingHttpHeaders): void {
  for (const name of ['accept', 'accept-language'] as const) {
    if ((headers[name]?.length ?? 0) > MAX_ACCEPT_LENGTH) delete headers[name];
  }
  const forwardedFor = headers['x-forwarded-for'];
  if (typeof forwardedFor === 'string' && forwardedFor.length > MAX_FORWARDED_FOR_LENGTH) {
    headers['x-forwarded-for'] = keepLastAddresses(forwardedFor);
  }
}

/** The whole addresses at the end of the list. */
function keepLastAddresses(list: string): string {
  const end = list.slice(-MAX_FORWARDED_FOR_LENGTH);
  return end.slice(end.indexOf(',') + 1 || end.length);
}
