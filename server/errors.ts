/** Every HTTP error code, in one place. The texts for people are in `views/i18n/`. */

/** The HTTP status of each code. */
export const HTTP_ERROR_STATUS = {
  'bad-request': 400,
  'origin-refused': 403,
  'not-found': 404,
  'too-large': 413,
  'range-not-satisfiable': 416,
  'wrong-host': 421,
  'invalid-room': 422,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
} as const;

/** Seconds for `Retry-After`. Rate limits refill continuously; a restart takes seconds. */
export const RETRY_AFTER_SECONDS: Partial<Record<HttpErrorCode, number>> = {
  'rate-limited': 10,
  unavailable: 5,
};

/** The `code` of a JSON error `{code, message}`. It is stable, so that programs can rely on it. */
export type HttpErrorCode = keyof typeof HTTP_ERROR_STATUS;

/** Hooks and handlers throw this error. `message` and `cause` are for the log and never sent. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;
  readonly statusCode: number;

  constructor(code: HttpErrorCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.statusCode = HTTP_ERROR_STATUS[code];
  }
}

/**
 * Returns the code for anything thrown. Fastify's own errors map by their status; the rest is
 * `internal`.
 */
export function httpErrorCode(error: unknown): HttpErrorCode {
  if (error instanceof HttpError) return error.code;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 416) return 'range-not-satisfiable';
  if (status === 429) return 'rate-limited';
  if (typeof status === 'number' && status >= 400 && status < 500) return 'bad-request';
  return status === 503 ? 'unavailable' : 'internal';
}
