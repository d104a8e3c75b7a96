/** The reference model: what really is, and what may never be. */
import {
  EXECUTOR_SETS,
  type ExecutorLoss,
  type SparkExecutorSet,
} from '../../../src/api/spark-executor-set.ts';
import type { Clock } from '../../../src/clock.ts';
import { parseExecutorIds } from '../../../src/executors/executor-ids.ts';
import type { ExecutorSettings } from '../../../src/executors/executor-settings.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../../src/manifest/pod.ts';
import {
  PERSISTENT_VOLUME_CLAIMS,
  type PersistentVolumeClaimManifest,
} from '../../../src/volumes/persistent-volume-claim.ts';
import type { AnyObject } from '../api-server/object-history.ts';
import type { ClaimsLife } from '../story.ts';
import { ClaimRules } from './claim-rules.ts';
import { FailureRules } from './failure-rules.ts';
import { IdRules } from './id-rules.ts';
import { LossRules } from './loss-rules.ts';
import { RetirementRules } from './retirement-rules.ts';
import { excessiveWeight } from './set-weight.ts';
import type { StatusStep } from './status-step.ts';
import { isWell, trueExecutor, type TrueExecutor } from './true-executor.ts';
import { NONE, wantedIn, type Wanted } from './wanted.ts';

/** What the witness has to know beside what it sees. */
export interface WitnessRules {
  readonly settings: ExecutorSettings;
  readonly mostExecutors: number;
  readonly claims: ClaimsLife;
  readonly maxFailures: number;
  /** Claims that each executor needs; where they wait for some, there are claims for so many executors before. */
  readonly claimsEach: number;
  readonly claimsForAtLeast: number;
}

/** What changed on the API server. */
export interface Sight {
  readonly plural: string;
  readonly before: AnyObject | undefined;
  readonly after: AnyObject | undefined;
}

type Status = NonNullable<SparkExecutorSet['status']>;

/**
 * Sees every change that the API server accepts, in order, and keeps account of executors, ids and losses in its own
 * way. Whatever breaks a rule is a violation:
 *
 * 1. An executor id is reserved in the set before its pod is created, and has one pod, ever (`IdRules`).
 * 2. There are never more executors than asked for by more than a batch; in fair weather, not by one.
 * 3. No executor that is well is taken away while the driver wants it, and in fair weather none is called lost. One
 *    that is too many because somebody has scaled the application is asked to end first (`RetirementRules`).
 * 4. Each loss is told once, and in fair weather truly (`LossRules`); counters never go back.
 * 5. The driver is told to end once too many executors have failed (`FailureRules`), and gets no more from then on.
 * 6. Claims are where they belong (`ClaimRules`).
 * 7. The set weighs at most 256 KiB.
 */
export class Witness {
  readonly violations: string[] = [];
  readonly losses = new LossRules();
  readonly ids = new IdRules();
  readonly retirements: RetirementRules;
  readonly claims: ClaimRules;
  /** By the name of the pod; those that are there. */
  readonly executors = new Map<string, TrueExecutor>();
  /** Uids of pods that nature, people or the driver take away. */
  readonly taken = new Set<string>();
  set: Stored<SparkExecutorSet> | undefined;
  /** Ends with exit code 0, as the set has to count them. */
  succeeded = 0;
  driverHasEnded = false;
  /** Nothing has gone wrong on any line since the last calm. */
  isFair = false;
  /** All operators there are have been there since the last calm. */
  operatorsRemember = true;
  /** Two operators were at work at the same time: one may have left undone what the other did not look for any more. */
  operatorsOverlapped = false;
  /** What `spec.executor.instances` says. */
  instances: number | undefined;
  readonly #rules: WitnessRules;
  readonly #failures: FailureRules;
  /** Ids that are kept since the last calm, for pods that were refused before. */
  #spare: ReadonlySet<number> = new Set();
  /** All that the set has asked for so far, the present last. */
  readonly #demands: Wanted[] = [undefined];
  readonly #clock: Clock;
  /** Of the set whose status was seen last, and that status. */
  #uid: string | undefined;
  #status: Status = {};

  constructor(rules: WitnessRules, clock: Clock) {
    this.#clock = clock;
    this.#rules = rules;
    this.instances = rules.settings.instances;
    this.#failures = new FailureRules(rules.maxFailures);
    this.retirements = new RetirementRules(rules.settings.deleteGraceMs);
    this.claims = new ClaimRules(rules.claims, {
      executors: this.executors,
      isAwaited: (id) => this.ids.unfinished.has(id) && !this.ids.hadPod(id),
      isUnfinished: (id) => this.ids.unfinished.has(id),
      isSpare: (id) => this.#spare.has(id),
      isFair: () => this.isFair,
      nowMs: () => this.#clock.now(),
      say: this.#say,
    });
  }

  /** The driver has been told to end, and has not yet. */
  get isToEnd(): boolean {
    return !this.driverHasEnded && this.set?.status?.failure !== undefined;
  }

  /** What the driver may have now. */
  get wanted(): Wanted {
    if (this.driverHasEnded || this.isToEnd) return NONE;
    return this.set && wantedIn(this.set.spec, this.#rules.mostExecutors, this.target);
  }

  /** What the default profile was scaled to; undefined where the driver's word counts. */
  get target(): number | undefined {
    const { dynamicAllocation, instances } = this.#rules.settings;
    if (dynamicAllocation) return undefined;
    // Scaled to what it was before, it depends on whether anybody has seen the change.
    const wasSeen = this.instances !== instances || this.set?.status?.scaledTo !== undefined;
    return wasSeen ? this.instances : undefined;
  }

  /** Whether losses still reach anybody. */
  get driverListens(): boolean {
    return !this.driverHasEnded && this.set?.spec.stopped !== true;
  }

  see({ plural, before, after }: Sight): void {
    if (plural === EXECUTOR_SETS.plural) this.#seeSet(after as Stored<SparkExecutorSet> | undefined);
    if (plural === PERSISTENT_VOLUME_CLAIMS.plural) this.#seeClaim(before, after);
    if (plural !== PODS.plural) return;
    const name = (after ?? before)?.metadata.name ?? '';
    const was = this.executors.get(name);
    const is = after && trueExecutor(after as unknown as Stored<PodManifest>);
    if (is === undefined) this.executors.delete(name);
    else this.executors.set(name, is);
    this.#seeExecutor(was, is);
  }

  /** One operator is left, which knows all there is, and all has gone well. */
  allIsCalm(): void {
    this.isFair = true;
    this.operatorsRemember = true;
    this.#spare = new Set([...this.ids.unfinished].filter((id) => !this.ids.hadPod(id)));
  }

  scaled(instances: number): void {
    // Whoever has not seen the change before goes on by the driver's word.
    this.#demand();
    this.instances = instances;
    this.#demand();
  }

  /** From now on there is no driver to tell anything. */
  driverEnded(): void {
    this.driverHasEnded = true;
    this.#demands.push(NONE);
  }

  /** How many are well in a profile, as far as the ledger knows them and nobody has asked them to end. */
  wellIn(profileId: number): number {
    const counts = (executor: TrueExecutor): boolean =>
      executor.profileId === profileId &&
      isWell(executor) &&
      this.ids.unfinished.has(executor.id) &&
      !this.retirements.isAsked(executor.id);
    return [...this.executors.values()].filter(counts).length;
  }

  #demand(): void {
    this.#demands.push(this.wanted);
  }

  #seeExecutor(was: TrueExecutor | undefined, is: TrueExecutor | undefined): void {
    if (was === undefined) {
      if (is !== undefined) this.#created(is);
      return;
    }
    const isGoing = is === undefined || is.isDeleting;
    if (isWell(was) && isGoing) this.#takenAway(was);
    const isOver = is === undefined || is.stage === 'ended';
    if (was.stage !== 'ended' && isOver) this.claims.released(was);
  }

  #created(executor: TrueExecutor): void {
    const { id, profileId } = executor;
    this.claims.used(executor);
    const reserved = this.ids.created(id, this.#say);
    if (reserved === undefined) return;
    // A reservation that was slow may have been on its way while its driver ended, or somebody scaled.
    const from = Math.max(0, reserved - (this.isFair ? 1 : 2));
    const since = this.#demands.slice(from).map((wanted) => wanted?.get(profileId) ?? 0);
    const most = Math.max(...since) + (this.isFair ? 0 : this.#rules.settings.batchSize);
    const well = this.wellIn(profileId);
    if (well > most) this.#say(`profile ${profileId} has ${well} executors, at most ${most} were asked for`);
  }

  #takenAway({ id, uid, stage, profileId }: TrueExecutor): void {
    const isWanted = !this.driverHasEnded && this.ids.unfinished.has(id) && stage === 'running';
    if (isWanted && !this.taken.has(uid) && !this.retirements.isDue(id, this.#clock.now()))
      this.#say(`executor ${id} of profile ${profileId} was taken away although it was well`);
  }

  #seeClaim(before: AnyObject | undefined, after: AnyObject | undefined): void {
    const { claimsForAtLeast, claimsEach } = this.#rules;
    const wanted = this.#demands.slice(-2).map((demand) => [...(demand?.values() ?? [])]);
    const executors = wanted.map((profiles) => profiles.reduce((sum, each) => sum + each, 0));
    const most = claimsEach * Math.max(claimsForAtLeast, ...executors);
    type Claim = Stored<PersistentVolumeClaimManifest> | undefined;
    this.claims.see(before as unknown as Claim, after as unknown as Claim, most);
  }

  #seeSet(set: Stored<SparkExecutorSet> | undefined): void {
    const before = this.set;
    this.set = set;
    if (set === undefined) return;
    const bytes = excessiveWeight(set);
    if (bytes !== undefined) this.#say(`the set weighs ${bytes} bytes`);
    if (before?.spec !== set.spec) this.#demand();
    if (set.status !== undefined && before?.status !== set.status) this.#seeStatus(set);
  }

  #seeStatus(set: Stored<SparkExecutorSet>): void {
    const { status = {}, metadata } = set;
    const step = this.#stepTo(set);
    const before = step.isFirst ? status : this.#status;
    this.#uid = metadata.uid;
    this.#status = status;
    if (step.isFirst) this.#excuseForgotten(status, step);
    for (const id of parseExecutorIds(status.unfinished ?? '')) this.losses.reopen(id);
    const recorded = this.ids.check(set, step, this.#say);
    const news = this.losses.check(set, step, this.#say);
    for (const counter of fallen(before, status)) this.#say(`${counter} fell`);
    this.#countSucceeded({ before, status, news, step });
    this.#failures.check({ before, status, news, step }, this.#say);
    if (this.isToEnd) this.#demand();
    this.#record(recorded, news, step);
    this.#seeRetirements(set, step);
  }

  /** What this version is, next to the one seen last. */
  #stepTo({ status = {}, metadata }: Stored<SparkExecutorSet>): StatusStep {
    const isInPlace = this.#uid !== undefined && this.#uid !== metadata.uid;
    const isAnew = this.#status.context !== undefined && this.#status.context !== status.context;
    return {
      at: this.#demands.length,
      isFirst: isInPlace && !(this.isFair && this.operatorsRemember),
      isRemembered: this.operatorsRemember,
      isAnew,
      isLast: this.driverHasEnded,
      isHeard: this.driverListens && !isAnew && this.#status.failure === undefined,
    };
  }

  /** Of the ends that are recorded, the driver hears, or need not. */
  #record(recorded: readonly number[], news: readonly ExecutorLoss[], { isHeard }: StatusStep): void {
    for (const id of recorded) {
      const loss = news.find((each) => each.id === id);
      if (loss !== undefined) this.#told(loss);
      else if (isHeard) this.#say(`the end of ${id} was recorded, its driver does not hear of it`);
      else this.losses.excuse(id);
    }
    for (const { id } of news)
      if (id < this.ids.ofContextFrom) this.#say(`another SparkContext than its own hears of executor ${id}`);
  }

  /** What only the set that was deleted has known, the one in its place can't say. */
  #excuseForgotten({ unfinished = '' }: Status, { isRemembered, isHeard }: StatusStep): void {
    const known = parseExecutorIds(unfinished);
    for (const id of this.ids.unfinished)
      if (!known.has(id) && !(isRemembered && isHeard && this.ids.hadPod(id))) this.losses.excuse(id);
  }

  #countSucceeded({ before, status, news, step }: Parameters<FailureRules['check']>[0]): void {
    if (step.isFirst) this.succeeded = status.succeeded ?? 0;
    else if (step.isHeard) this.succeeded += news.filter(({ exitCode }) => exitCode === 0).length;
    // Of what it says of executors whose driver does not listen, nobody has heard.
    else this.succeeded += (status.succeeded ?? 0) - (before.succeeded ?? 0);
  }

  #seeRetirements(set: Stored<SparkExecutorSet>, step: StatusStep): void {
    const { asked, letOff } = this.retirements.see(set, step, this.#clock.now());
    for (const id of letOff) this.#say(`executor ${id} was asked to end, and is not any more`);
    if (asked.length === 0) return;
    const { target, wanted } = this;
    if (target === undefined) return this.#say(`executors ${asked.join()} are to end, but nobody has scaled`);
    // Those that are being deleted anyway go first, and are none of those that are left either way.
    const wasWell = [...this.executors.values()].some((each) => asked.includes(each.id) && isWell(each));
    if (!wasWell) return;
    const left = this.wellIn(0);
    const least = wanted?.get(0) ?? 0;
    if (this.isFair && this.#rules.settings.watching && left < least)
      this.#say(`executors ${asked.join()} are to end, ${left} are left, wanted are ${least}`);
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

/** The counters that have gone back. */
const fallen = (before: Status, status: Status): readonly string[] =>
  (['succeeded', 'failed'] as const).filter((counter) => (status[counter] ?? 0) < (before[counter] ?? 0));
