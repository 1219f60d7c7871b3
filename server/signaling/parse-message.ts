/**
 * Parses a text frame to a message of the protocol: JSON of limited depth and size, in a known
 * shape.
 */
import { Compile } from 'typebox/compile';
import { MAX_MESSAGE_DEPTH, MAX_MESSAGE_VALUES } from '../protocol/limits.js';
import { ClientMessage } from '../protocol/messages.js';

const schema = Compile(ClientMessage);

/** Returns the message in this text, or `undefined`. Unknown members stay and are ignored. */
export function parseMessage(text: string): ClientMessage | undefined {
  if (!isWithinLimits(text)) return undefined;
  const value = parseJson(text);
  return schema.Check(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Whether this text, if it is JSON, is within the limits of depth and values. An array or object
 * starts with a bracket, and each member but the first with a comma. The check runs before parsing,
 * because parsing is what costs. `JSON.parse` accepts any depth, and `JSON.stringify` would
 * overflow the stack.
 */
function isWithinLimits(text: string): boolean {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = findStringEnd(text, at);
    else if (code === COMMA) values += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      values += 1;
      depth += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_MESSAGE_DEPTH || values > MAX_MESSAGE_VALUES) return false;
  }
  return true;
}

/** Returns the end of the string that starts here, or the end of the text. */
function findStringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}
