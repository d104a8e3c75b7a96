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
  /** Nobody says which server, or as whom: there is no kubeconfig that could be used. */
  | 'NoKubeConfig'
  /** We hung up ourselves, because we are shutting down. */
  | 'Aborted'
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

/**
 * Whether the API server understood a request and said no: `Forbidden` is a quota, an admission rule or a missing right,
 * `Invalid` a fault of what was sent. Its sentence is for people: trying again does not mend it.
 */
export function isRefused(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.reason === 'Forbidden' || error.reason === 'Invalid');
}

/**
 * Whether a write that failed with `error` may have been done all the same: no answer came, or one that leaves it open.
 */
export function mayBeDone({ reason, code }: ApiError): boolean {
  // Admission webhooks refuse with any code they like.
  if (reason === 'Other') return code < 400 || code >= 500;
  return ['Unreachable', 'Aborted', 'ServerError'].includes(reason);
}

/**
 * The one door by which foreign errors enter: whatever a `catch` caught, as an `ApiError` that keeps its cause.
 * An `ApiError` comes back as it is.
 */
export function fromUnknown(caught: unknown): ApiError {
  if (caught instanceof ApiError) return caught;
  if (!isError(caught)) return new ApiError({ reason: 'Other', code: 0, message: String(caught) }, caught);
  const reason = reasonOfError(caught);
  return new ApiError({ reason, code: 0, message: sentenceOf(caught) }, caught);
}

/** An answer with an HTTP status of 400 or more, or the object of a watch's ERROR line. */
export interface FailureAnswer {
  readonly code: number;
  /** The decoded body: a `Status` object if the API server itself wrote it, anything at all if a proxy did. */
  readonly body: unknown;
  /** The `Retry-After` header. */
  readonly retryAfter?: string | undefined;
}

/** Reads what the server said about a request it refused. */
export function fromAnswer(answer: FailureAnswer): ApiError {
  const status = parseStatus(answer.body);
  const code = status.code ?? answer.code;
  const retryAfterSeconds = secondsOf(answer.retryAfter) ?? status.details?.retryAfterSeconds;
  return new ApiError({
    reason: reasonOfCode(code, status.reason),
    code,
    message: status.message ?? `HTTP status ${code}`,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Kubernetes' `Status` object, as far as it is read here. */
interface Status {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly retryAfterSeconds?: number };
}

/** A proxy in between answers with a page of its own: its beginning is all we can tell. */
function parseStatus(body: unknown): Status {
  if (typeof body === 'object' && body !== null) return body;
  return typeof body === 'string' && body.trim() !== '' ? { message: body.trim().slice(0, 1024) } : {};
}

/** What a status means to whoever must decide what to do next. */
const REASONS: Readonly<Record<number, ApiErrorReason>> = {
  400: 'Invalid',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Gone',
  422: 'Invalid',
  429: 'TooManyRequests',
};

/** A taken name and a lost race share a status; only the server's reason tells them apart. */
function reasonOfCode(code: number, reason: string | undefined): ApiErrorReason {
  if (reason === 'AlreadyExists') return 'AlreadyExists';
  if (code >= 500) return 'ServerError';
  return REASONS[code] ?? 'Other';
}

/** `Retry-After` may also be a date; the API server never writes one, so such a value counts as none. */
function secondsOf(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d+$/u.test(retryAfter) ? Number(retryAfter) : undefined;
}

/** Errors of Node's own making are no `Error` of ours where code runs in a context of its own, as tests do. */
function isError(caught: unknown): caught is Error {
  return typeof caught === 'object' && caught !== null && 'message' in caught && 'name' in caught;
}

function reasonOfError(error: Error): ApiErrorReason {
  if (error.name === 'AbortError') return 'Aborted';
  return errorCodeOf(error) === undefined ? 'Other' : 'Unreachable';
}

/** System errors (`ECONNREFUSED`), TLS errors and undici's own (`UND_ERR_SOCKET`) all carry a code; bugs don't. */
function errorCodeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return isError(error.cause) ? errorCodeOf(error.cause) : undefined;
}

/** An `AggregateError` of one connection attempt per address has no message of its own. */
function sentenceOf(error: Error): string {
  if (error.message !== '') return error.message;
  const [first]: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return isError(first) ? first.message : (errorCodeOf(error) ?? error.name);
}
