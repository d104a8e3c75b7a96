/** What went wrong between us and the API server, as far as a caller can act on it. */
export type ApiErrorReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  /** The resource version asked for is gone: list again. */
  | 'Gone'
  | 'Invalid'
  | 'Forbidden'
  | 'Unauthorized'
  | 'TooManyRequests'
  | 'ServerError'
  /** No answer: refused, reset, timed out, name not resolved. */
  | 'Unreachable'
  | 'Other';

/** The only error that leaves this room. `message` is the server's own sentence where it gave one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly reason: ApiErrorReason;
  /** HTTP status; 0 where there was no answer. */
  readonly code: number;
  /** Seconds the server asked us to wait (`Retry-After`), if it did. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    problem: {
      readonly reason: ApiErrorReason;
      readonly code: number;
      readonly message: string;
      readonly retryAfterSeconds?: number;
    },
    cause?: unknown,
  ) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.reason = problem.reason;
    this.code = problem.code;
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

/** Whether `error` came from the API server for that reason. */
export function isApiError(error: unknown, reason: ApiErrorReason): boolean {
  return error instanceof ApiError && error.reason === reason;
}
