/**
 * One line a request. Room names are secrets: no line holds an address, only the route's pattern, and of
 * an error only what is known to hold no input.
 */
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

function describeRequest({ method, routeOptions }: FastifyRequest): Record<string, unknown> {
  return { method, route: routeOptions.url ?? 'none' };
}

/** Errors of our own and of the language: their messages are written by a program, about the program. */
const ERRORS_WITH_SAFE_MESSAGES = new Set([
  'HttpError',
  'RangeError',
  'ReferenceError',
  'TypeError',
]);

/**
 * An error by what may be told: its kind, its code, where it was thrown. A message may repeat the input
 * (a parser's, a router's), and other members may be the input (`rawPacket` of a bad request).
 */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const { name, message, stack = '', cause } = error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return {
    type: name,
    message: ERRORS_WITH_SAFE_MESSAGES.has(name) ? message : '',
    stack: stack
      .split('\n')
      .filter((line) => /^ {4}at /.test(line))
      .join('\n'),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof syscall === 'string' ? { syscall } : {}),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** `message` is empty where it may hold input. A type, since Fastify asks for an index signature. */
type DescribedError = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: DescribedError;
};

/** Replaces Fastify's serializers, which would tell the address and the whole of an error. */
export const LOG_SERIALIZERS = {
  req: describeRequest,
  err: describeError,
  error: describeError,
  res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
};

/** Replaces Fastify's two lines a request. */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // The one line is written with the answer.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = {
      ...describeRequest(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (error) request.log.error({ ...line, err: error }, 'answer cut short');
    else request.log.info(line, 'request');
  }
}
