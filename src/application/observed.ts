import type { ExecutorState } from '../api/executor-state.ts';
import type {
  ExecutorCounts,
  ManagedBy,
  SparkApplication,
  SparkApplicationStatus,
} from '../api/spark-application.ts';
import type { SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { DriverPod, Words } from './driver-pod.ts';

/** Everything one decision about an application rests on, as it was at one moment. */
export interface Observed {
  /** With its status as last written, by us or by whoever leads instead. */
  readonly application: Stored<SparkApplication>;
  /** The driver pod of the current attempt. */
  readonly driver: ObservedDriver;
  /** The executor set of the current attempt. */
  readonly executorSet: SparkExecutorSet | undefined;
  /** Executor pods of the current attempt that are there and not put aside, ended ones among them. */
  readonly executorPods: number;
  /** Of those, how many nobody has deleted yet; absent: none. */
  readonly undeletedExecutors?: number;
  /** Their states by the names of the pods, in the order of their ids; absent where nobody looked. */
  readonly executorStates?: ReadonlyMap<string, ExecutorState>;
  /** When this process wrote the status last; absent where it has not. */
  readonly statusWrittenAtMs?: number | undefined;
  /** What kept the last look from doing all that was to be done, for people. */
  readonly heldUp?: string | undefined;
  /** Those of a driver that makes them itself; absent where nobody counts them. */
  readonly counted?: ExecutorCounts | undefined;
}

/** What is known of the driver pod. */
export type ObservedDriver =
  | {
      readonly kind: 'present';
      readonly pod: DriverPod;
      /** The latest Warning about a pod that is pending for long, where its own status says nothing. */
      readonly trouble?: Words | undefined;
    }
  /** Not in the cache, and a direct look at the API server did not find it either. */
  | { readonly kind: 'absent' }
  /** Nobody looked: the state does not depend on it. */
  | { readonly kind: 'not-looked-for' };

/** The number of the attempt the application is in, or is about to begin; from 1. */
export function currentAttempt({ status }: SparkApplication): number {
  const accepted = acceptedAttempt(status);
  const state = status?.applicationState.state ?? '';
  const begins = state === '' || state === 'RESUMING' || status?.failures?.last?.kind === 'submission';
  return begins ? accepted + 1 : Math.max(1, accepted);
}

/**
 * Whether another operator of this API group has submitted the current attempt: it writes the id of the submission, but
 * not who makes the executors.
 */
export const isAnothers = ({ status }: SparkApplication): boolean =>
  status?.submissionID !== undefined && status.executorManagement === undefined;

/**
 * Who makes the executors of the current attempt, whatever an edit of the application says since: where another operator
 * has submitted it, its driver.
 */
export const managedBy = (application: SparkApplication): ManagedBy =>
  application.status?.executorManagement ?? (isAnothers(application) ? 'Driver' : 'Operator');

/** Gives the application with that management, for whoever plans the current attempt once more. */
export function asManaged<T extends SparkApplication>(application: T): T {
  return { ...application, spec: { ...application.spec, executorManagement: managedBy(application) } };
}

/** The number of the next attempt: one that nobody has used, unless its submission was refused. */
export const nextAttempt = ({ status }: SparkApplication): number => acceptedAttempt(status) + 1;

const acceptedAttempt = (status: SparkApplicationStatus | undefined): number =>
  status?.attempt ?? status?.executionAttempts ?? 0;
