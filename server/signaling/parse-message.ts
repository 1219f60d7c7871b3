/** From a text frame to a message of the protocol: JSON, not too deep, and of a known shape. */
import { Compile } from 'typebox/compile';
import { MAX_MESSAGE_DEPTH } from '../protocol/limits.js';
import { ClientMessage } from '../protocol/messages.js';

const schema = Compile(ClientMessage);

/** The message in this text, or `undefined`. Unknown extra members stay and mean nothing. */
export function parseMessage(text: string): ClientMessage | undefined {
  const value = parseJson(text);
  if (!isShallow(value, MAX_MESSAGE_DEPTH) || !schema.Check(value)) return undefined;
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `JSON.parse` takes any depth, `JSON.stringify` overflows its stack: what is passed on must be shallow. */
function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}
