/** The reference model: what really is, and what may never be. */
import {
  EXECUTOR_SETS,
  type ExecutorLoss,
  type SparkExecutorSet,
} from '../../../src/api/spark-executor-set.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import type { AnyObject } from '../api-server/object-history.ts';
import { IdRules } from './id-rules.ts';
import { LossRules } from './loss-rules.ts';
import { setWeight } from './set-weight.ts';
import { isWell, trueExecutor, type TrueExecutor } from './true-executor.ts';
import { wantedIn, type Wanted } from './wanted.ts';

const LARGEST_SET_BYTES = 256 * 1024;

/** What the witness has to know beside what it sees. */
export interface WitnessRules {
  readonly batchSize: number;
  readonly mostExecutors: number;
}

/** What changed on the API server. */
export interface Sight {
  readonly plural: string;
  readonly before: AnyObject | undefined;
  readonly after: AnyObject | undefined;
}

/**
 * Sees every change that the API server accepts, in order, and keeps account of executors, ids and losses in its own
 * way. Whatever breaks a rule is a violation:
 *
 * 1. An executor id is reserved in the set before its pod is created, and has one pod, ever (`IdRules`).
 * 2. There are never more executors than asked for by more than a batch; in fair weather, not by one.
 * 3. No executor that is well is taken away while the driver wants it, and in fair weather none is called lost.
 * 4. Each loss is told once, and in fair weather truly (`LossRules`); counters never go back.
 * 5. The set weighs at most 256 KiB.
 */
export class Witness {
  readonly violations: string[] = [];
  readonly losses = new LossRules();
  readonly ids = new IdRules();
  /** By the name of the pod; those that are there. */
  readonly executors = new Map<string, TrueExecutor>();
  /** Uids of pods that nature, people or the driver take away. */
  readonly taken = new Set<string>();
  set: Stored<SparkExecutorSet> | undefined;
  driverHasEnded = false;
  /** Nothing has gone wrong on any line since the last calm. */
  isFair = false;
  readonly #rules: WitnessRules;
  /** All that the set has asked for so far, the present last. */
  readonly #demands: Wanted[] = [undefined];

  constructor(rules: WitnessRules) {
    this.#rules = rules;
  }

  /** What the driver may have now. */
  get wanted(): Wanted {
    return this.driverHasEnded ? new Map() : this.#demands.at(-1);
  }

  /** Whether losses still reach anybody. */
  get driverListens(): boolean {
    return !this.driverHasEnded && this.set?.spec.stopped !== true;
  }

  see({ plural, before, after }: Sight): void {
    if (plural === EXECUTOR_SETS.plural) this.#seeSet(after as Stored<SparkExecutorSet> | undefined);
    if (plural !== PODS.plural) return;
    const name = (after ?? before)?.metadata.name ?? '';
    const was = this.executors.get(name);
    const is = after && trueExecutor(after as unknown as Stored<PodManifest>);
    if (is === undefined) this.executors.delete(name);
    else this.executors.set(name, is);
    this.#seeExecutor(was, is);
  }

  driverEnded(): void {
    this.driverHasEnded = true;
    this.losses.driverEnded();
  }

  /** How many are well in a profile, as far as the ledger knows them. */
  wellIn(profileId: number): number {
    const counts = (executor: TrueExecutor): boolean =>
      executor.profileId === profileId && isWell(executor) && this.ids.unfinished.has(executor.id);
    return [...this.executors.values()].filter(counts).length;
  }

  #seeExecutor(was: TrueExecutor | undefined, is: TrueExecutor | undefined): void {
    if (was === undefined && is !== undefined) this.#created(is);
    const isGoing = is === undefined || is.isDeleting;
    if (was !== undefined && isWell(was) && isGoing) this.#takenAway(was);
  }

  #created({ id, profileId }: TrueExecutor): void {
    const reserved = this.ids.created(id, this.#say);
    if (reserved === undefined) return;
    const since = this.#demands.slice(reserved - 1).map((wanted) => wanted?.get(profileId) ?? 0);
    const most = Math.max(...since) + (this.isFair ? 0 : this.#rules.batchSize);
    const well = this.wellIn(profileId);
    if (well > most) this.#say(`profile ${profileId} has ${well} executors, at most ${most} were asked for`);
  }

  #takenAway({ id, uid, stage, profileId }: TrueExecutor): void {
    const isWanted = !this.driverHasEnded && this.ids.unfinished.has(id) && stage === 'running';
    if (isWanted && !this.taken.has(uid))
      this.#say(`executor ${id} of profile ${profileId} was taken away although it was well`);
  }

  #seeSet(set: Stored<SparkExecutorSet> | undefined): void {
    const before = this.set;
    this.set = set;
    if (set === undefined) return;
    const bytes = setWeight(set);
    if (bytes > LARGEST_SET_BYTES) this.#say(`the set weighs ${bytes} bytes`);
    if (before?.spec !== set.spec) this.#demands.push(wantedIn(set.spec, this.#rules.mostExecutors));
    if (before?.status !== set.status) this.#seeStatus(before?.status ?? {}, set);
  }

  #seeStatus(before: NonNullable<SparkExecutorSet['status']>, set: SparkExecutorSet): void {
    for (const counter of ['succeeded', 'failed'] as const) {
      const [was = 0, is = 0] = [before[counter], set.status?.[counter]];
      if (is < was) this.#say(`${counter} fell from ${was} to ${is}`);
    }
    const recorded = this.ids.check(set, this.#demands.length, this.#say);
    const news = this.losses.check(set, this.#say);
    for (const id of recorded) {
      const loss = news.find((each) => each.id === id);
      if (loss !== undefined) this.#told(loss);
      else if (this.driverListens) this.#say(`the end of ${id} was recorded, its driver does not hear of it`);
    }
  }

  /** The driver hears of an end: in fair weather, of a true one. */
  #told({ id, exitCode }: ExecutorLoss): void {
    const executor = [...this.executors.values()].find((each) => each.id === id);
    if (executor === undefined || !this.isFair) return;
    if (executor.stage === 'running' && isWell(executor) && this.#isNeeded(executor))
      this.#say(`executor ${id} is called lost although it is well`);
    const truth = executor.exitCode ?? -1;
    if (executor.stage === 'ended' && exitCode !== truth)
      this.#say(`executor ${id} ended with ${truth}, its driver hears ${exitCode}`);
  }

  /** Without it there are fewer than wanted. */
  #isNeeded({ profileId }: TrueExecutor): boolean {
    return this.wellIn(profileId) < (this.wanted?.get(profileId) ?? 0);
  }

  readonly #say = (violation: string): void => {
    this.violations.push(violation);
  };
}
