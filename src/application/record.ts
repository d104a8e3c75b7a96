import { isDeepStrictEqual } from 'node:util';
import type { ApplicationState } from '../api/application-state.ts';
import type { SparkApplicationStatus } from '../api/spark-application.ts';
import type { NextLook } from '../clock.ts';
import type { Action, Decision } from './action.ts';
import { eventsFor } from './application-events.ts';
import { waitBeforeWriting } from './gathering.ts';
import type { Observed } from './observed.ts';
import { EMPTY_STATUS } from './attempt-records.ts';
import { nextStatus, type Transition } from './status.ts';

/** The state was changed just now; the change itself wakes us. In case it does not: */
export const SOON: NextLook = { kind: 'after', delayMs: 5_000 };
export const ON_CHANGE: NextLook = { kind: 'on-change' };
/** How often a live application is looked at although nothing woke us. */
export const RESYNC: NextLook & { readonly kind: 'after' } = { kind: 'after', delayMs: 300_000 };

/** Moves on to another state: the status first, then the Event that says so. */
export function move(observed: Observed, transition: Transition, nowMs: number): Decision {
  return { actions: record(observed, transition, nowMs), nextLook: SOON };
}

/** What there is to record, and for how long that is held back. */
export interface Recorded {
  readonly actions: readonly Action[];
  readonly heldMs: number;
}

/** The same as `record`; but where nothing but executors is new, they are gathered for a while. */
export function recordGathered(
  observed: Observed,
  transition: Transition | undefined,
  nowMs: number,
): Recorded {
  const { application, statusWrittenAtMs = Number.NEGATIVE_INFINITY } = observed;
  const status = nextStatus(observed, transition, nowMs);
  const actions = actionsFor(status, observed, transition);
  if (actions.length === 0) return { actions, heldMs: 0 };
  const heldMs = waitBeforeWriting(application.status ?? EMPTY_STATUS, status, statusWrittenAtMs, nowMs);
  return heldMs > 0 ? { actions: [], heldMs } : { actions, heldMs };
}

/** The status where it is news, and the Events of a transition; nothing where all is as it was. */
export function record(
  observed: Observed,
  transition: Transition | undefined,
  nowMs: number,
  nextAttemptAtMs?: number,
): readonly Action[] {
  return actionsFor(nextStatus(observed, transition, nowMs, nextAttemptAtMs), observed, transition);
}

function actionsFor(
  status: SparkApplicationStatus,
  observed: Observed,
  transition: Transition | undefined,
): readonly Action[] {
  const before = observed.application.status ?? EMPTY_STATUS;
  const because =
    transition === undefined ? 'what there is has changed' : `the application is now ${transition.state}`;
  return [
    ...(isDeepStrictEqual(status, before) ? [] : [{ kind: 'set-status', status, because } as const]),
    ...(transition === undefined ? [] : eventsFor(transition, observed)),
  ];
}

/** The state it was found in. */
export const stateOf = ({ application }: Observed): ApplicationState =>
  application.status?.applicationState.state ?? '';
