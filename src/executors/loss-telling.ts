import type { ExecutorEnd } from './executor-losses.ts';
import { NEVER_MS } from './next-look.ts';

/** How far people have been told of executors that failed, by Events. All of it may be lost. */
export interface LossTelling {
  /** Failed since the last Event. */
  readonly untold: number;
  /** The latest of them. */
  readonly last: Pick<ExecutorEnd, 'id' | 'reason'> | undefined;
  /** No Event before it. */
  readonly notBeforeMs: number;
  /** How long the rest after the last Event was. */
  readonly restMs: number;
}

export const NOTHING_TOLD: LossTelling = {
  untold: 0,
  last: undefined,
  notBeforeMs: Number.NEGATIVE_INFINITY,
  restMs: 0,
};

/** Reason of the Event about executors that failed; existing tools match on it. */
export const EXECUTOR_FAILED = 'SparkExecutorFailed';

/** What follows from the ends of one round. */
export interface Told {
  /** The message of an Event; undefined where none is due. */
  readonly message: string | undefined;
  readonly telling: LossTelling;
  /** When the next Event is due. */
  readonly dueAtMs: number;
}

const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 300_000;
/** After so long without an Event the next one comes at once, and the one after it soon. */
const CALM_MS = 600_000;

/**
 * Decides whether people are to be told now: of the first failure at once, of those that follow together, with rests
 * that double. A thousand failures in a row make a dozen Events.
 */
export function tellLosses(before: LossTelling, ends: readonly ExecutorEnd[], nowMs: number): Told {
  const failed = ends.filter(({ outcome }) => outcome === 'failed');
  const untold = before.untold + failed.length;
  const last = failed.at(-1) ?? before.last;
  if (untold === 0 || last === undefined) return { message: undefined, telling: before, dueAtMs: NEVER_MS };
  if (nowMs < before.notBeforeMs) {
    const telling = failed.length === 0 ? before : { ...before, untold, last };
    return { message: undefined, telling, dueAtMs: before.notBeforeMs };
  }
  const isCalm = nowMs - before.notBeforeMs > CALM_MS;
  const restMs = isCalm ? FIRST_REST_MS : Math.min(LONGEST_REST_MS, 2 * before.restMs);
  const telling = { untold: 0, last: undefined, notBeforeMs: nowMs + restMs, restMs };
  return { message: messageOf(untold, last), telling, dueAtMs: NEVER_MS };
}

function messageOf(untold: number, { id, reason }: Pick<ExecutorEnd, 'id' | 'reason'>): string {
  const last = `executor ${id} failed: ${reason}`;
  return untold === 1 ? last : `${untold} executors failed; the last: ${last}`;
}
