import { earlier, type NextLook } from '../clock.ts';
import type { Decision } from './action.ts';
import { endedAtMs } from './attempt-records.ts';
import { refuse } from './begin.ts';
import { editOf } from './edit.ts';
import { interruption, refusedEdit } from './interruption.ts';
import { lostEvents } from './lost-driver.ts';
import { attemptAfterFailure, attemptAfterSuccess, type NextAttempt } from './next-attempt.ts';
import type { Observed } from './observed.ts';
import { move, ON_CHANGE, record, SOON, stateOf } from './record.ts';
import type { Transition } from './status.ts';
import { clearance, releaseAttempt, removeExecutorsLeft, stopDriver, type TakingDown } from './take-down.ts';

/** What whoever installs the operator decides about every application. */
export interface LifeSettings {
  /** For applications that set no `timeToLiveSeconds`; undefined: they stay. */
  readonly defaultTimeToLiveSeconds: number | undefined;
}

/**
 * COMPLETED, unless the policy begins again. A service that is meant to run for ever ends now and then, and is to come
 * back whether it ended well or not.
 */
export function afterSuccess(observed: Observed, nowMs: number): Decision {
  const next = attemptAfterSuccess(
    observed.application.spec.restartPolicy,
    endedAtMs(observed.application, nowMs),
  );
  if (next.kind === 'due') return awaitNext(next, observed, nowMs);
  return editedMeanwhile(observed, nowMs) ?? end(observed, { state: 'COMPLETED' }, nowMs);
}

/** FAILED, unless the policy has a retry left. A driver that was given up on is ended before all. */
export function afterFailure(observed: Observed, nowMs: number): Decision {
  const going =
    editedMeanwhile(observed, nowMs) ?? goOnTakingDown(stopDriver(observed, nowMs), observed, nowMs);
  if (going !== undefined) return going;
  const { metadata, spec, status } = observed.application;
  const { failures } = status ?? {};
  const next: NextAttempt =
    failures === undefined
      ? { kind: 'never' }
      : attemptAfterFailure(spec.restartPolicy, failures, spreadOf(metadata.uid));
  if (next.kind === 'due') return awaitNext(next, observed, nowMs);
  return end(observed, { state: 'FAILED', ...errorOf(observed) }, nowMs);
}

/** What is recorded at an end counts an edit as seen, so one that came since the driver ended is looked at before. */
const editedMeanwhile = (observed: Observed, nowMs: number): Decision | undefined =>
  editOf(observed.application).kind === 'new-attempt' ? interruption(observed, nowMs) : undefined;

/** Moves on to an end, once no object is left of which no executor set tells later. */
function end(observed: Observed, transition: Transition, nowMs: number): Decision {
  const { actions, nextLook } = move(observed, transition, nowMs);
  return { actions: [...clearance(observed), ...actions, ...refusedEdit(observed)], nextLook };
}

/** Until the next attempt is due, the log of the last one can be read, and its executors take no room. */
function awaitNext(
  { atMs }: Extract<NextAttempt, { kind: 'due' }>,
  observed: Observed,
  nowMs: number,
): Decision {
  const interrupted = interruption(observed, nowMs);
  if (interrupted !== undefined) return interrupted;
  if (nowMs >= atMs) return move(observed, { state: 'PENDING_RERUN' }, nowMs);
  const waiting = record(observed, undefined, nowMs, atMs);
  const release =
    stateOf(observed) === 'SUBMISSION_FAILED'
      ? undefined
      : (releaseAttempt(observed) ?? removeExecutorsLeft(observed));
  const due: NextLook = { kind: 'after', delayMs: atMs - nowMs };
  return {
    actions: [...waiting, ...(release?.actions ?? [])],
    nextLook: release === undefined ? due : earlier(release.nextLook, due),
  };
}

/** From 0 up to 1, the same for the same application. */
const spreadOf = (uid: string): number =>
  (Number.parseInt(uid.replaceAll('-', '').slice(-6), 16) || 0) / 2 ** 24;

/** An application that has ended begins anew when it is edited; where the edit is wrong, it says so. */
export function editedAfterEnd(observed: Observed, nowMs: number): Decision | undefined {
  const edit = editOf(observed.application);
  if (edit.kind === 'none') return undefined;
  if (edit.kind === 'new-attempt') return move(observed, { state: 'INVALIDATING' }, nowMs);
  if (stateOf(observed) === 'FAILED') return refuse(observed, edit.violations, nowMs);
  return { actions: [...record(observed, undefined, nowMs), ...refusedEdit(observed)], nextLook: SOON };
}

/**
 * The application has ended: release what it holds, then, if that is asked for, delete it. Its driver pod and the log in
 * it stay until then; they are what people look at. What cannot be released goes with the application.
 */
export function tidy(observed: Observed, nowMs: number, settings: LifeSettings): Decision {
  const { application, heldUp } = observed;
  const liveSeconds = application.spec.timeToLiveSeconds ?? settings.defaultTimeToLiveSeconds;
  const leftMs =
    liveSeconds === undefined ? undefined : endedAtMs(application, nowMs) + 1_000 * liveSeconds - nowMs;
  const isOver = leftMs !== undefined && leftMs <= 0;
  const going =
    isOver && heldUp !== undefined ? undefined : goOnTakingDown(releaseAttempt(observed), observed, nowMs);
  if (going !== undefined) return going;
  const actions = record(observed, undefined, nowMs);
  if (leftMs === undefined) return { actions, nextLook: ON_CHANGE };
  if (!isOver) return { actions, nextLook: { kind: 'after', delayMs: leftMs } };
  const because = `it ended more than ${liveSeconds} s ago`;
  return { actions: [...actions, { kind: 'delete-application', because }], nextLook: SOON };
}

/** Records what there is and goes on; undefined where nothing is left to take down. */
export function goOnTakingDown(
  takingDown: TakingDown | undefined,
  observed: Observed,
  nowMs: number,
): Decision | undefined {
  if (takingDown === undefined) return undefined;
  const { actions, nextLook } = takingDown;
  const recorded = [...record(observed, undefined, nowMs), ...lostEvents(observed, nowMs)];
  return { actions: [...recorded, ...actions], nextLook };
}

/** The message travels from FAILING and SUBMISSION_FAILED to FAILED. */
const errorOf = ({ application }: Observed): { readonly errorMessage?: string } => {
  const errorMessage = application.status?.applicationState.errorMessage;
  return errorMessage === undefined ? {} : { errorMessage };
};
