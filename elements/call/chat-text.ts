/** What a text of a person may hold beyond letters: line breaks and tabs; nothing that turns a line around. */
const UNWANTED = /(?![\n\t])\p{Cc}|[\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A chat message as it is sent and shown: without control characters, broken surrogates, and the
 * characters with which a link could be made to read backwards. Empty when there is nothing to read.
 */
export function cleanChatText(written: string): string {
  const text = written.replace(/\r\n?/g, '\n').replace(UNWANTED, '');
  return text.trim() === '' ? '' : text;
}
