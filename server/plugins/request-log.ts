/**
 * Writes one line per request. Room names are secrets, so no line contains an address. It has the
 * pattern of the route, and of an error only the parts that never contain input.
 */
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

function describeRequest({ method, routeOptions }: FastifyRequest): Record<string, unknown> {
  return { method, route: routeOptions.url ?? 'none' };
}

/**
 * Errors of this project and of the language. Their messages describe the program, not its input.
 */
const ERRORS_WITH_SAFE_MESSAGES = new Set([
  'HttpError',
  'RangeError',
  'ReferenceError',
  'TypeError',
]);

/**
 * Reduces an error to its safe parts: name, code and stack. A message may repeat the input (from a
 * parser or a router), and other properties may be the input (`rawPacket` of a bad request).
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

/**
 * `message` is empty if it may contain input. This is a type, because Fastify needs an index
 * signature.
 */
type DescribedError = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: DescribedError;
};

/** Replaces Fastify's serializers, which would log the address and the whole error. */
export const LOG_SERIALIZERS = {
  req: describeRequest,
  err: describeError,
  error: describeError,
  res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
};

/** Replaces Fastify's two log lines per request. */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // The line is written when the response is complete.
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
    if (error) request.log.error({ ...line, err: error }, 'response aborted');
    else request.log.info(line, 'request');
  }
}
