import type { Dispatcher } from 'undici';

import type { Clock } from '../clock.ts';
import { ApiError, fromAnswer, fromUnknown } from './api-error.ts';
import { ConnectionPool, type Purpose } from './connection-pool.ts';
import type { CurrentCredentials } from './credentials.ts';

/** One request: JSON in, JSON out. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the API server's root, query included (`resource-path.ts`). */
  readonly path: string;
  readonly body?: unknown;
  /** @default application/json */
  readonly contentType?: string;
}

export interface TransportOptions {
  readonly credentials: CurrentCredentials;
  readonly clock: Clock;
  /** Who we are, in the API server's audit log. */
  readonly userAgent: string;
  /** How long the server may stay silent; a whole request may take twice as long. @default 10 s */
  readonly timeoutMs?: number;
}

/** The API server answers in milliseconds; one that takes seconds is overloaded, and more waiting won't help it. */
const TIMEOUT_MS = 10_000;

/**
 * Requests to one API server over shared connections.
 *
 * Guarantees: sends each request once; after `close` nothing is in flight and every request fails.
 * Fails: always with an `ApiError`; a server that doesn't answer in time is `Unreachable`.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #timeoutMs: number;
  readonly #pool: ConnectionPool;
  readonly #closing = new AbortController();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#pool = new ConnectionPool(this.#timeoutMs);
  }

  /** Sends the request; the answer is the decoded body, taken at its word: the API server has a schema of its own. */
  async send<A>(request: ApiRequest): Promise<A> {
    const deadline = new AbortController();
    const limitMs = 2 * this.#timeoutMs;
    const cancel = this.#options.clock.after(limitMs, () => deadline.abort(tooLate(request, limitMs)));
    try {
      const answer = await this.#dispatch(request, 'request', deadline.signal);
      const text = await answer.body.text();
      return JSON.parse(text === '' ? 'null' : text);
    } catch (caught) {
      throw fromUnknown(deadline.signal.aborted ? deadline.signal.reason : caught);
    } finally {
      cancel();
    }
  }

  /**
   * Opens a stream: a watch, or a container's log. It may be silent for as long as it likes; `signal` ends it, and
   * then the iteration fails with reason `Aborted`.
   */
  async *stream(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      const answer = await this.#dispatch({ method: 'GET', path }, 'watch', signal);
      const chunks: AsyncIterable<Uint8Array> = answer.body;
      yield* chunks;
    } catch (caught) {
      throw signal.aborted ? hungUp(caught) : fromUnknown(caught);
    }
  }

  /** Cuts everything in flight; settles when the connections are gone. */
  async close(): Promise<void> {
    this.#closing.abort(hungUp());
    await this.#pool.close();
  }

  /** Sends the request with the credentials of the moment; answers once the head of a success is there. */
  async #dispatch(
    request: ApiRequest,
    purpose: Purpose,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const credentials = await this.#options.credentials.get();
    this.#closing.signal.throwIfAborted();
    signal.throwIfAborted();
    const { origin, pathname } = new URL(credentials.server);
    const answer = await this.#pool
      .get(credentials.tls, purpose)
      .request({
        origin,
        path: pathname.replace(/\/$/u, '') + request.path,
        method: request.method,
        headers: { ...credentials.headers, ...this.#headersOf(request) },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(purpose === 'watch' ? { bodyTimeout: 0 } : {}),
        signal: AbortSignal.any([this.#closing.signal, signal]),
      })
      .catch((caught: unknown) => {
        throw withServer(origin, fromUnknown(caught));
      });
    if (answer.statusCode >= 400) throw await this.#refusalOf(answer);
    return answer;
  }

  #headersOf(request: ApiRequest): Record<string, string> {
    const type =
      request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' };
    return { accept: 'application/json', 'user-agent': this.#options.userAgent, ...type };
  }

  /** Credentials that were refused are not tried again. */
  async #refusalOf(answer: Dispatcher.ResponseData): Promise<ApiError> {
    if (answer.statusCode === 401) this.#options.credentials.expire();
    const retryAfter = answer.headers['retry-after'];
    return fromAnswer({
      code: answer.statusCode,
      body: decode(await answer.body.text()),
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
    });
  }
}

/** A proxy's error page is not JSON: it stays text. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function tooLate(request: ApiRequest, limitMs: number): ApiError {
  const message = `${request.method} ${request.path}: no answer within ${limitMs} ms`;
  return new ApiError({ reason: 'Unreachable', code: 0, message });
}

/** Errors of a connection rarely name what was to be reached, never as the kubeconfig does. */
function withServer(server: string, error: ApiError): ApiError {
  const { reason, code, message } = error;
  if (reason !== 'Unreachable') return error;
  return new ApiError({ reason, code, message: `${server} cannot be reached: ${message}` }, error.cause);
}

function hungUp(cause?: unknown): ApiError {
  return new ApiError({ reason: 'Aborted', code: 0, message: 'the request was given up' }, cause);
}
