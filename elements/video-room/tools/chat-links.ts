/** Finds the links in a text that somebody has written, pure. Only `http` and `https` ever become one. */

/** A piece of a text; with `href` it is a link. */
export interface TextPiece {
  readonly text: string;
  readonly href: string | null;
}

/** What may be a link: up to a blank, a quote, or a character that shows nothing. */
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"\p{Cf}]+/giu;

/** What closes a sentence and not a link. */
const CLOSING = /[.,;:!?'’”»…)\]}]$/u;

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The pieces of a text in their order; put together they are the text. */
export function findLinks(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const link = withoutEnding(found);
    const href = safeAddress(link);
    if (href === null) continue;
    if (index > end) pieces.push({ text: text.slice(end, index), href: null });
    pieces.push({ text: link, href });
    end = index + link.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}

/** A bracket belongs to the link when it was opened in it, as in addresses of encyclopedias. */
function withoutEnding(found: string): string {
  let link = found;
  for (;;) {
    const last = link.at(-1) ?? '';
    const opening = OPENING[last];
    const balanced = opening && link.split(opening).length >= link.split(last).length;
    if (balanced || !CLOSING.test(link)) return link;
    link = link.slice(0, -1);
  }
}

/** `null` for what is no address, and for one with a name before the host: it is there to deceive. */
function safeAddress(link: string): string | null {
  const address = /^www\./i.test(link) ? `https://${link}` : link;
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, href } = new URL(address);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && !username && !password ? href : null;
}
