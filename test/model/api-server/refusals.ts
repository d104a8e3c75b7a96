/** The answers of an API server that say no. */
import { ApiError, type ApiErrorReason } from '../../../src/kube/api-error.ts';

const CODES: Readonly<Partial<Record<ApiErrorReason, number>>> = {
  NotFound: 404,
  Conflict: 409,
  AlreadyExists: 409,
  Gone: 410,
  Forbidden: 403,
  TooManyRequests: 429,
  ServerError: 500,
};

/** An error as it would be sent; without an answer at all, as for a connection that was reset, its code is 0. */
export function refusal(reason: ApiErrorReason, message: string, retryAfterSeconds?: number): ApiError {
  const asked = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new ApiError({ reason, code: CODES[reason] ?? 0, message, ...asked });
}
