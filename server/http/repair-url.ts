/** A run of percent-escapes, or of `%` that start no escape. */
const ESCAPE_RUN = /(?:%[\da-f]{2})+|%+(?![\da-f]{2})/gi;

/**
 * Escapes of well-formed UTF-8 (RFC 3629, section 4), which `decodeURIComponent` accepts. Calling
 * it instead is slow, because it throws for all others: 15,000 errors take 50 ms.
 */
const WELL_FORMED_UTF8 = new RegExp(
  `^(?:${[
    '%[0-7].',
    '%(?:c[2-9a-f]|d.)T',
    '%e0%[ab].T',
    '%e[1-9abcef]TT',
    '%ed%[89].T',
    '%f0%[9ab].TT',
    '%f[1-3]TTT',
    '%f4%8.TT',
  ]
    .join('|')
    .replaceAll('T', '%[89ab].')})+$`,
  'i',
);

/**
 * Makes the target of a request decodable. U+0001 replaces every part that is not an escape or not
 * UTF-8. No room name may contain U+0001, so the refusal can show the rest of the name.
 */
export function repairUrl(url: string): string {
  return url.replace(ESCAPE_RUN, (escapes) => (WELL_FORMED_UTF8.test(escapes) ? escapes : '%01'));
}
