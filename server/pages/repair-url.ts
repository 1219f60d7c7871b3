/** One run of percent-escapes, or a `%` that begins none. */
const ESCAPES = /(?:%[\da-f]{2})+|%/gi;

/**
 * Makes the target of a request decodable. What is no escape, or no UTF-8, has no text; U+0001
 * takes its place, which no room name may hold, so that the refusal can show the rest of the name.
 */
export function repairUrl(url: string): string {
  return url.replace(ESCAPES, (escapes) => (isDecodable(escapes) ? escapes : '%01'));
}

function isDecodable(escapes: string): boolean {
  try {
    decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}
