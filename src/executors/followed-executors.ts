import type { Clock } from '../clock.ts';
import type { NamespacedName } from '../manifest/object-meta.ts';
import type { ExecutorEnd } from './executor-losses.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { podState, type ExecutorPodState, type StateRules } from './executor-pod-state.ts';
import type { FollowedExecutors } from './executors-of.ts';
import { exitReasonOf, wasOnlyDeleted } from './exit-reason.ts';
import { EXECUTOR_FAILED, NOTHING_TOLD, tellLosses, type LossTelling } from './loss-telling.ts';
import { NEVER_MS } from './next-look.ts';
import type { PodChangesSink } from './snapshots-store.ts';

/** Whom to tell about executors that are only followed. */
export interface FollowingWorld {
  readonly clock: Clock;
  /** They have changed. */
  readonly followedChanged: (key: NamespacedName) => void;
  /** Shows a Warning Event at that application; never fails. */
  readonly warnFollowed: (
    application: NamespacedName & { readonly uid: string },
    reason: string,
    message: string,
  ) => void;
}

/** A driver that ends takes its executors along: so long after a failure it is known whether that is all it was. */
const SETTLING_MS = 3_000;

/**
 * Follows the executor pods of an attempt whose driver makes them itself, and tells people of those that fail, by the same
 * Events as of executors that the operator makes.
 *
 * Guarantees: each failure is told once, in as few Events as `tellLosses` makes of them, but none within `SETTLING_MS` of
 * which the driver has ended, and none from before; a crowd of failures that does not end holds up no Event; memory is
 * bounded by the pods there are.
 */
export class FollowedAttempt implements PodChangesSink {
  readonly of: FollowedExecutors;
  readonly #world: FollowingWorld;
  /** Uids of pods whose failure was noticed, while they are there. */
  readonly #noticed: Set<string>;
  /** Failures of the last moments, oldest first. */
  #settling: { readonly failure: ExecutorEnd; readonly settledAtMs: number }[] = [];
  #telling: LossTelling = NOTHING_TOLD;
  #cancelAlarm: (() => void) | undefined;

  /** @param there pods there are already; what has become of them was told before, or nobody was there to tell it */
  constructor(of: FollowedExecutors, there: readonly ExecutorPod[], world: FollowingWorld) {
    this.of = of;
    this.#world = world;
    const failed = there.filter((pod) => followedFailure(podState(pod, of.rules), of.rules) !== undefined);
    this.#noticed = new Set(failed.map(({ uid }) => uid));
  }

  updatePod(pod: ExecutorPod): void {
    this.#notice(podState(pod, this.of.rules));
  }

  deletePod(pod: ExecutorPod): void {
    this.#notice({ kind: 'deleted', pod });
    this.#noticed.delete(pod.uid);
  }

  /** Tells nothing from now on. */
  stop(): void {
    this.#cancelAlarm?.();
    this.#cancelAlarm = undefined;
  }

  #notice(state: ExecutorPodState): void {
    const { key, rules } = this.of;
    const { uid } = state.pod;
    this.#world.followedChanged(key);
    const failure = followedFailure(state, rules);
    if (failure === undefined || this.#noticed.has(uid)) return;
    this.#noticed.add(uid);
    const settledAtMs = this.#world.clock.now() + SETTLING_MS;
    this.#settling.push({ failure, settledAtMs });
    this.#lookAt(settledAtMs);
  }

  /** Rings then, unless an earlier alarm is set: that one sees to the next. */
  #lookAt(atMs: number): void {
    const { clock } = this.#world;
    this.#cancelAlarm ??= clock.after(atMs - clock.now(), () => this.#tell());
  }

  /** Tells what has settled, or counts it during a rest; what has not yet waits for the next alarm. */
  #tell(): void {
    this.stop();
    const nowMs = this.#world.clock.now();
    const settled = this.#settling.filter(({ settledAtMs }) => settledAtMs <= nowMs);
    this.#settling = this.#settling.slice(settled.length);
    if (!this.of.driverRuns()) {
      this.#settling = [];
      return;
    }
    const failures = settled.map(({ failure }) => failure);
    const { message, telling, dueAtMs } = tellLosses(this.#telling, failures, nowMs);
    this.#telling = telling;
    if (message !== undefined)
      this.#world.warnFollowed({ ...this.of.key, uid: this.of.uid }, EXECUTOR_FAILED, message);
    const nextMs = Math.min(dueAtMs, this.#settling[0]?.settledAtMs ?? NEVER_MS);
    if (nextMs !== NEVER_MS) this.#lookAt(nextMs);
  }
}

/**
 * How an executor has failed that its driver makes itself; undefined where it has not. Spark deletes those that it needs no
 * more, as people do: of the deleted only those count that the cluster took away.
 */
export function followedFailure(state: ExecutorPodState, rules: StateRules): ExecutorEnd | undefined {
  if (state.kind !== 'failed' && state.kind !== 'deleted') return undefined;
  const reason = exitReasonOf(state, rules);
  return wasOnlyDeleted(reason) ? undefined : { id: state.pod.executorId, outcome: 'failed', ...reason };
}
