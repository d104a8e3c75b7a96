/** What goes wrong with the next requests over a line. */
import type { ApiError } from '../../../src/kube/api-error.ts';
import { refusal } from '../api-server/refusals.ts';

export type Verb = 'get' | 'list' | 'create' | 'patch' | 'delete';

/** How the API server, or the network, fails. */
export type FaultKind =
  /** The server says no, and has done nothing. */
  | 'conflict'
  | 'forbidden'
  | 'too-many-requests'
  | 'server-error'
  | 'no-connection'
  /** The server has done it, but nobody hears of it. */
  | 'answer-lost'
  | 'answer-is-500';

/** What is to become of one request. */
export interface Fault {
  readonly error: ApiError;
  /** Whether the server does what it is asked, all the same. */
  readonly isDone: boolean;
}

/** Faults that wait for requests of their verb, in their order. */
export class RequestFaults {
  readonly #waiting: { readonly verb: Verb; readonly kind: FaultKind; left: number }[] = [];

  add(verb: Verb, kind: FaultKind, times: number): void {
    this.#waiting.push({ verb, kind, left: times });
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** The fate of a request that is made now; undefined where all goes well. */
  next(verb: Verb): Fault | undefined {
    const fault = this.#waiting.find((waiting) => waiting.verb === verb && waiting.left > 0);
    if (fault === undefined) return undefined;
    fault.left -= 1;
    return FAULTS[fault.kind];
  }
}

const refused = (error: ApiError): Fault => ({ error, isDone: false });
const done = (error: ApiError): Fault => ({ error, isDone: true });

const FAULTS: Readonly<Record<FaultKind, Fault>> = {
  conflict: refused(refusal('Conflict', 'the object has been modified')),
  forbidden: refused(refusal('Forbidden', 'exceeded quota')),
  'too-many-requests': refused(refusal('TooManyRequests', 'too many requests', 2)),
  'server-error': refused(refusal('ServerError', 'etcdserver: leader changed')),
  'no-connection': refused(refusal('Unreachable', 'connect ECONNREFUSED')),
  'answer-lost': done(refusal('Unreachable', 'read ECONNRESET')),
  'answer-is-500': done(refusal('ServerError', 'etcdserver: request timed out')),
};
