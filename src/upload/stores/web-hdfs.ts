import {
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { causeOf, type HadoopUser } from '../upload-store.ts';

/** What a server of WebHDFS has answered. */
export interface Answer {
  /** Where a request has to go on to, if anywhere. */
  readonly location: string | undefined;
  /** Read from JSON; undefined where it is none. */
  readonly body: unknown;
}

/** Something to be done with a file or a directory. @see Hadoop, WebHDFS REST API */
export interface Operation {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** `CREATE` and the like. */
  readonly name: string;
  /** Its host does not matter. */
  readonly uri: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * WebHDFS, as one user. What it is asked fails as `send` does.
 *
 * Guarantees: of several name nodes it asks the one that is active, and looks for it where it is another one by now.
 */
export class WebHdfs {
  /** Of the name nodes; the first is the one that is taken for the active one. */
  #origins: readonly string[];
  readonly #user: HadoopUser;
  readonly #timeout: number;

  /** @param timeout how long a server may be silent, in ms */
  constructor(origins: readonly string[], user: HadoopUser, timeout: number) {
    this.#origins = origins;
    this.#user = user;
    this.#timeout = timeout;
  }

  /** Where the name node is. */
  get origin(): string {
    return this.#origins[0] ?? '';
  }

  /** Asks for an operation that needs no body. */
  async ask({ method, name, uri, parameters }: Operation, signal?: AbortSignal): Promise<Answer> {
    const { token } = this.#user;
    const identity = token === undefined ? { 'user.name': this.#user.name() } : { delegation: token };
    const search = new URLSearchParams({ op: name, ...identity, ...parameters }).toString();
    const path = `/webhdfs/v1${escapedPathOf(uri)}?${search}`;
    for (let tried = 1; ; tried += 1) {
      const { origin } = this;
      try {
        return await this.askAt(method, new URL(`${origin}${path}`), signal);
      } catch (error) {
        if (tried >= this.#origins.length || !(isStandby(error) || isUnreachable(error))) throw error;
        this.#leave(origin);
      }
    }
  }

  /** Others that were asked at the same time may have left it before. */
  #leave(origin: string): void {
    const [first, ...others] = this.#origins;
    if (first === origin) this.#origins = [...others, first];
  }

  /** Asks at a place that an answer has named. */
  async askAt(method: Operation['method'], url: URL, signal?: AbortSignal): Promise<Answer> {
    const { request, answer } = this.begin(method, url, signal === undefined ? {} : { signal });
    request.end();
    return await answer;
  }

  /** Begins a request; whoever has its body writes that, and ends it. */
  begin(method: Operation['method'], url: URL, options: RequestOptions): Sent {
    return send(method, url, { ...options, timeout: this.#timeout });
  }
}

/** Of a name node that waits to take over: it refuses everything. @see Hadoop `StandbyException` */
export const isStandby = (cause: unknown): boolean =>
  causeOf(cause).status === 403 && /in state (?:standby|observer)/u.test(causeOf(cause).message);

/** Nobody is there who could answer. */
export const isUnreachable = (cause: unknown): boolean =>
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/u.test(causeOf(cause).code);

/** What is in a URI behind its host, with its escapes. */
const escapedPathOf = (uri: string): string => uri.replace(/^[^:]*:(?:\/\/[^/]*)?/u, '');

/** The same without its escapes. */
export const pathOf = (uri: string): string => decodeURIComponent(escapedPathOf(uri));

/** A request that is on its way; whoever has a body for it writes it and ends it. */
interface Sent {
  readonly request: ClientRequest;
  readonly answer: Promise<Answer>;
}

/**
 * Sends a request. Not by `fetch`: a file has a known length, which that does not send.
 *
 * Fails: the answer does, where it says that something is wrong: with the status and the words of the server; and with the
 * code `SILENT` where for `timeout` ms nothing goes to the server nor comes from it. An answer that was cut in the middle fails
 * with the code of the line that broke, whatever its status.
 */
function send(method: string, url: URL, options: RequestOptions & { readonly timeout: number }): Sent {
  const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, { method, ...options });
  request.once('timeout', () => {
    const silence = new Error(`${url.host} has said nothing for ${options.timeout / 1_000} s`);
    request.destroy(Object.assign(silence, { code: 'SILENT' }));
  });
  const answer = answerTo(request);
  // Whoever waits for something else first is told later.
  answer.catch(() => undefined);
  return { request, answer };
}

async function answerTo(request: ClientRequest): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  const body = jsonIn(await text(response));
  const { statusCode: status = 0, headers } = response;
  if (status < 400) return { location: headers.location, body };
  throw Object.assign(new Error(remoteMessage(body) ?? `HTTP ${status}`), { status });
}

/** Undefined where the text is no JSON: data nodes say nothing where all is well, proxies answer with pages. */
function jsonIn(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

/** The first line of what the server says went wrong; the others are its stack. */
function remoteMessage(body: unknown): string | undefined {
  const message = fieldOf(fieldOf(body, 'RemoteException'), 'message');
  return typeof message === 'string' ? message.split('\n')[0] : undefined;
}

/** Undefined where the value is no object, or has no such field. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
