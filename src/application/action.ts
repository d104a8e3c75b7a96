import type { NextLook } from '../clock.ts';
import type { SparkApplicationStatus } from '../api/spark-application.ts';
import type { SubmissionPlan } from '../submission/plan-submission.ts';
import type { DriverPod } from './driver-pod.ts';

/** One thing to do for an application. `because` says why, for the log at level debug. Each can be repeated. */
export type Action =
  /** Create everything that is planned for the attempt, the driver pod last. */
  | {
      readonly kind: 'submit';
      readonly attempt: number;
      readonly plan: SubmissionPlan;
      readonly because: string;
    }
  /** Write this status, whole, in the place of the one that was looked at. */
  | { readonly kind: 'set-status'; readonly status: SparkApplicationStatus; readonly because: string }
  /** Show an Event at the application; one that is lost is not sent again. */
  | ({ readonly kind: 'emit-event' } & ApplicationEvent)
  /** Make the executor set of the attempt anew: somebody deleted it. */
  | { readonly kind: 'restore-executor-set'; readonly attempt: number; readonly because: string }
  /** Keep the executors of this driver as its executor set asks. */
  | { readonly kind: 'run-executors'; readonly driver: DriverPod; readonly because: string }
  /** Ask for no more executors, and bring to an end those that are there. */
  | { readonly kind: 'end-executors'; readonly because: string }
  /** Count the executors that the driver makes itself, from now on. */
  | { readonly kind: 'follow-executors'; readonly because: string }
  /** Delete the executors that such a driver has left, where they are not to be kept, and what both needed. */
  | { readonly kind: 'remove-leftovers'; readonly attempt: number; readonly because: string }
  /** Have the node end the driver; its pod stays, and its log. */
  | { readonly kind: 'stop-driver'; readonly driver: DriverPod; readonly because: string }
  /** Delete the driver pod. */
  | { readonly kind: 'delete-driver'; readonly driver: DriverPod; readonly because: string }
  /** Delete the application itself; what it owns goes with it. */
  | { readonly kind: 'delete-application'; readonly because: string }
  /** Delete what the attempt needed and nobody looks at afterwards; the executor set last. */
  | { readonly kind: 'remove-side-objects'; readonly attempt: number; readonly because: string };

/** What `kubectl describe` shows about an application. */
export interface ApplicationEvent {
  readonly type: 'Normal' | 'Warning';
  /** CamelCase; existing tools match on it. */
  readonly reason: string;
  /** For people: what happened, and what to do where something is to be done. */
  readonly message: string;
}

/** The action that shows an Event. */
export const eventAction = (
  type: ApplicationEvent['type'],
  reason: string,
  message: string,
): Extract<Action, { kind: 'emit-event' }> => ({ kind: 'emit-event', type, reason, message });

/** What follows from what was observed. */
export interface Decision {
  /** In this order; one that fails keeps the later ones from being begun. */
  readonly actions: readonly Action[];
  /** When to look again although nothing wakes us. */
  readonly nextLook: NextLook;
}
