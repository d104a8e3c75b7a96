import type { NextLook } from '../clock.ts';
import { unreachable } from '../unreachable.ts';
import type { Action } from './action.ts';
import { endedAtMs } from './attempt-records.ts';
import type { DriverPod } from './driver-pod.ts';
import { isLost } from './lost-driver.ts';
import { currentAttempt, managedBy, type Observed } from './observed.ts';

/** What is to be done until nothing of an attempt is left, or nothing but its driver pod. */
export interface TakingDown {
  readonly actions: readonly Action[];
  readonly nextLook: NextLook;
}

/** Executors and drivers that were asked to end are about to go. */
const ENDING: NextLook = { kind: 'after', delayMs: 1_000 };
/** In case the deletion of the executor set does not wake us. */
const SOON: NextLook = { kind: 'after', delayMs: 5_000 };
/** A lost driver goes when people or Kubernetes do something about its node, which wakes us. */
const SOMETIME: NextLook = { kind: 'after', delayMs: 60_000 };
/** A driver that was told to end and has not by then is deleted, and its log with it. */
const STOP_PATIENCE_MS = 600_000;

/**
 * Ends the executors of an attempt whose driver is over, then removes what nobody looks at any more. Undefined when
 * nothing is left but the driver pod, whose log people look at.
 *
 * 1. While an executor pod is left, or the end of one is not recorded, the executors' controller goes on.
 * 2. Else the side objects go, and the executor set after them: without a set everything is removed already.
 */
export function releaseAttempt(observed: Observed): TakingDown | undefined {
  if (observed.executorSet === undefined) return undefined;
  const unfinished = observed.executorSet.status?.unfinished ?? '';
  if (unfinished !== '' || observed.executorPods > 0) {
    const because = `${observed.executorPods} executor pods are left, the ends of "${unfinished}" not recorded`;
    return { actions: [{ kind: 'end-executors', because }], nextLook: ENDING };
  }
  return { actions: [removal(observed)], nextLook: SOON };
}

/**
 * Removes the executors that a driver has left which made them itself and was killed: they take room, and wait for a
 * driver that does not come back. Undefined when there are none; those that were deleted go by themselves.
 */
export function removeExecutorsLeft(observed: Observed): TakingDown | undefined {
  const { undeletedExecutors = 0, application } = observed;
  if (managedBy(application) !== 'Driver' || undeletedExecutors === 0) return undefined;
  return { actions: clearance(observed), nextLook: SOON };
}

/**
 * As `releaseAttempt`, and the driver pod before all. Undefined when nothing is left: a driver that is lost may still run, so its
 * pod has to go, too.
 */
export function takeDownAttempt(observed: Observed, nowMs: number): TakingDown | undefined {
  const { driver } = observed;
  if (driver.kind !== 'present') return releaseAttempt(observed);
  const because = 'the attempt is to leave nothing behind';
  const deletion: Action = { kind: 'delete-driver', driver: driver.pod, because };
  // A driver that makes its executors itself takes them along.
  const ending: readonly Action[] =
    observed.executorSet === undefined ? [] : [{ kind: 'end-executors', because }];
  return {
    actions: [...(driver.pod.deleting ? [] : [deletion]), ...ending],
    nextLook: isLost(driver.pod, nowMs) ? SOMETIME : ENDING,
  };
}

/** Ends a driver that goes on although its attempt has failed. Undefined when there is none, or it is lost. */
export function stopDriver({ driver, application }: Observed, nowMs: number): TakingDown | undefined {
  if (driver.kind !== 'present' || isLost(driver.pod, nowMs)) return undefined;
  const { pod } = driver;
  const because = 'its attempt has failed';
  const { kind } = pod.state;
  switch (kind) {
    case 'pending':
      // It has said nothing that could be lost.
      return endingBy({ kind: 'delete-driver', driver: pod, because }, pod);
    case 'running':
    case 'unknown':
      // Once its node answers again, it would run on.
      return pod.stopped && nowMs >= endedAtMs(application, nowMs) + STOP_PATIENCE_MS
        ? endingBy({ kind: 'delete-driver', driver: pod, because }, { ...pod, stopped: false })
        : endingBy({ kind: 'stop-driver', driver: pod, because }, pod);
    case 'succeeded':
    case 'failed':
      return undefined;
    default:
      return unreachable(kind);
  }
}

/** Nothing more is to be done to a pod that is on its way out already, but to wait. */
const endingBy = (action: Action, { deleting, stopped }: DriverPod): TakingDown => ({
  actions: deleting || stopped ? [] : [action],
  nextLook: ENDING,
});

/**
 * Removes that of which no executor set tells: what a refused submission has made by then, and what a driver that
 * made its executors itself has left. It goes before the end is recorded.
 */
export function clearance({ application }: Observed): readonly Action[] {
  const attempt = currentAttempt(application);
  if (application.status?.failures?.last?.kind === 'submission') {
    return [{ kind: 'remove-side-objects', attempt, because: 'there will be no driver that needs them' }];
  }
  if (managedBy(application) === 'Operator') return [];
  return [{ kind: 'remove-leftovers', attempt, because: 'the driver that made the executors has ended' }];
}

/** Everything but driver pod and executors: they have ended by then. */
const removal = ({ application }: Observed): Action => ({
  kind: 'remove-side-objects',
  attempt: currentAttempt(application),
  because: 'the attempt is over and all its executors have ended',
});
