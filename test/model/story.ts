/** A story: what happens to one application and its operators, as plain data, so that it can be shrunk and told again. */
import type { Kill } from './line/line.ts';
import type { FaultKind, Verb } from './line/request-faults.ts';
import type { Ending } from './world/kubelet.ts';

export interface Story {
  /** Of everything that operators do at random. */
  readonly seed: number;
  /** Properties of the application. */
  readonly conf: Readonly<Record<string, string>>;
  readonly mostExecutors: number;
  readonly claims: ClaimsLife;
  readonly steps: readonly Step[];
}

/**
 * What executors need of storage: nothing; claims that stay with the driver; the same, to be used again by the next
 * executors; the same, and they wait for claims to come free; claims that go with their pods.
 */
export type ClaimsLife = 'none' | 'kept' | 'reused' | 'waited-for' | 'with-pod';

/** Which of the executors it happens to: counted around, so that any number means one. */
type Which = number;

export type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  /** All faults end, everything has its time, and then everything has to be right. */
  | { readonly kind: 'calm' }
  | { readonly kind: 'demand'; readonly profileId: number; readonly replicas: number }
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'report'; readonly bytes: number }
  | { readonly kind: 'driver-ready'; readonly isReady: boolean }
  /** Somebody sets `spec.executor.instances` of the application. */
  | { readonly kind: 'scale'; readonly replicas: number }
  /** The driver has those end that it was asked to part with. */
  | { readonly kind: 'give-back' }
  /** The driver kills one of its own accord, which hangs. */
  | { readonly kind: 'driver-kills'; readonly which: Which }
  /** Another SparkContext of the same driver asks. */
  | { readonly kind: 'context-begins'; readonly replicas: number }
  /** Somebody deletes the executor set. */
  | { readonly kind: 'set-deleted' }
  | { readonly kind: 'driver-stops' }
  | { readonly kind: 'driver-ends' }
  | { readonly kind: 'run'; readonly which: Which }
  | { readonly kind: 'run-all' }
  | { readonly kind: 'end'; readonly which: Which; readonly how: Ending }
  | { readonly kind: 'reap'; readonly which: Which }
  | { readonly kind: 'requests-fail'; readonly verb: Verb; readonly how: FaultKind; readonly times: number }
  | { readonly kind: 'requests-take'; readonly ms: number }
  | { readonly kind: 'events'; readonly of: EventsOf; readonly how: EventFault }
  | { readonly kind: 'compact' }
  /** The newest operator, soon. Until then it goes on, beside those that come after it. */
  | ({ readonly kind: 'kill' } & Kill)
  | { readonly kind: 'start' };

export type EventsOf = 'pods' | 'sparkexecutorsets';

/** What becomes of events. */
export type EventFault =
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'held' }
  | { readonly kind: 'lost'; readonly events: number }
  | { readonly kind: 'doubled'; readonly events: number }
  | { readonly kind: 'broken' };
