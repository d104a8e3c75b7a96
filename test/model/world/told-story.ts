/** Has a story happen. */
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { unreachable } from '../../../src/unreachable.ts';
import { refusal } from '../api-server/refusals.ts';
import { Line } from '../line/line.ts';
import type { EventFault, EventsOf, Step, Story } from '../story.ts';
import { whatIsWrong } from '../witness/calm.ts';
import { isWell, type TrueExecutor } from '../witness/true-executor.ts';
import { Witness, type Sight } from '../witness/witness.ts';
import { Driver } from './driver.ts';
import type { Ground } from './ground.ts';
import { Kubelet } from './kubelet.ts';
import { Nature } from './nature.ts';
import { Operator } from './operator.ts';
import { CLAIMS_BEFORE_WAITING, CLAIMS_EACH, Pi } from './pi.ts';
import { seededRandom } from './random.ts';

/** Steps of calm, and how long each lasts: in all more than any rest, poll or time-out of the settings used. */
const CALM_STEPS = { count: 40, quickFirst: 10, quickMs: 1_000, slowMs: 5_000 };

/** What an operator has sent before it was killed arrives by then. */
const LONGEST_WAY_MS = 2_000;

/** How long nothing may be written once everything is right. */
const IDLE_MS = 60_000;

/**
 * Tells the story on the ground that `lay` makes; at its end all is calm, then the driver ends and all is calm again.
 *
 * Fails: with the first violations of the reference model.
 */
export async function tellStory(
  story: Story,
  lay: (see: (sight: Sight) => void, story: Story) => Promise<Ground> | Ground,
): Promise<void> {
  const sights: { see: (sight: Sight) => void } = { see: () => undefined };
  const ground = await lay((sight) => sights.see(sight), story);
  const told = new ToldStory(story, ground);
  sights.see = (sight) => told.witness.see(sight);
  try {
    await told.begin();
    for (const step of story.steps) await told.take(step);
    for (const kind of ['calm', 'driver-ends', 'calm'] as const) await told.take({ kind });
  } finally {
    told.end();
  }
}

type DriverStep =
  'demand' | 'acknowledge' | 'report' | 'give-back' | 'driver-kills' | 'context-begins' | 'driver-stops';
type Wrong = 'requests-fail' | 'requests-take' | 'events' | 'compact' | 'kill' | 'start';

class ToldStory {
  readonly witness: Witness;
  readonly #story: Story;
  readonly #ground: Ground;
  readonly #pi: Pi;
  readonly #driver: Driver;
  readonly #kubelet: Kubelet;
  readonly #nature: Nature;
  readonly #random: () => number;
  /** The newest one last; those before it go on until they are killed. */
  #operators: Operator[] = [];

  constructor(story: Story, ground: Ground) {
    const { api, namespace, clock } = ground;
    this.#story = story;
    this.#ground = ground;
    this.#pi = new Pi(story, namespace);
    const { settings } = this.#pi;
    this.witness = new Witness(
      {
        settings,
        mostExecutors: story.mostExecutors,
        claims: story.claims,
        maxFailures: Number(story.conf['spark.executor.maxNumFailures']),
        claimsEach: CLAIMS_EACH,
        claimsForAtLeast: CLAIMS_BEFORE_WAITING,
      },
      clock,
    );
    this.#driver = new Driver(api, this.#pi.setName, () => this.witness.ids.highest);
    this.#kubelet = new Kubelet(api, namespace);
    this.#nature = new Nature(this.witness, this.#kubelet, this.#driver);
    this.#random = seededRandom(story.seed);
  }

  async begin(): Promise<void> {
    await this.#ground.api.create(EXECUTOR_SETS, this.#pi.emptySet());
    this.#start();
    await this.#settle();
  }

  end(): void {
    for (const operator of this.#operators) operator.stop();
  }

  /** Fails: with what broke a rule. */
  async take(step: Step): Promise<void> {
    const { violations, claims, isFair } = this.witness;
    await this.#take(step);
    await this.#settle();
    claims.judge(isFair);
    if (this.#operators.some(({ line }) => line.isRunawayCut))
      violations.push('requests were made in a circle');
    if (violations.length > 0) throw new Error(`${step.kind}: ${violations.join('; ')}`);
  }

  async #take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'pass':
        return this.#ground.clock.pass(step.ms, () => this.#ground.settle());
      case 'calm':
        return this.#calm();
      case 'demand':
      case 'acknowledge':
      case 'report':
      case 'give-back':
      case 'driver-kills':
      case 'context-begins':
      case 'driver-stops':
        return this.witness.driverHasEnded ? undefined : this.#driverDoes(step);
      case 'driver-ready':
      case 'driver-ends':
        return this.#driverIs(step);
      case 'scale':
        return this.#scale(step.replicas);
      case 'set-deleted':
        return this.#deleteSet();
      case 'run':
      case 'run-all':
      case 'end':
      case 'reap':
        return this.#podsAre(step);
      default:
        return this.#goWrong(step);
    }
  }

  async #driverDoes(step: Extract<Step, { kind: DriverStep }>): Promise<void> {
    switch (step.kind) {
      case 'demand':
        return this.#driver.demand(step.profileId, step.replicas);
      case 'acknowledge':
        return this.#driver.acknowledge();
      case 'report':
        return this.#driver.report(step.bytes);
      case 'give-back':
        return this.#nature.giveBack();
      case 'driver-kills':
        return this.#oneOf(this.#nature.executors(isWell), step.which, ({ id }) => this.#driver.kill(id));
      case 'context-begins':
        return this.#driver.beginContext(step.replicas);
      case 'driver-stops':
        return this.witness.set === undefined ? undefined : this.#driver.stop();
      default:
        unreachable(step);
    }
  }

  /** Whoever ends a driver looks for its set, and makes it first where it is not there. */
  #driverIs(step: Extract<Step, { kind: 'driver-ready' | 'driver-ends' }>): void {
    if (step.kind === 'driver-ends' && this.witness.set === undefined) return;
    if (step.kind === 'driver-ends') this.witness.driverEnded();
    const ended = this.witness.driverHasEnded;
    this.#pi.driver = { ready: step.kind === 'driver-ready' && step.isReady && !ended, ended };
    this.#lookAll();
  }

  #scale(instances: number): void {
    this.witness.scaled(instances);
    this.#pi.instances = instances;
    this.#lookAll();
  }

  /** That of a driver that has ended nobody makes again, and one that has stopped says nothing into it. */
  async #deleteSet(): Promise<void> {
    if (this.witness.driverListens) await this.#ground.api.delete(EXECUTOR_SETS, this.#pi.setName);
  }

  #lookAll(): void {
    for (const operator of this.#operators) operator.look();
  }

  async #podsAre(step: Extract<Step, { kind: 'run' | 'run-all' | 'end' | 'reap' }>): Promise<void> {
    const pending = this.#nature.executors((executor) => executor.stage === 'pending' && isWell(executor));
    switch (step.kind) {
      case 'run-all':
        for (const executor of pending) await this.#kubelet.run(executor);
        return;
      case 'run':
        return this.#oneOf(pending, step.which, (executor) => this.#kubelet.run(executor));
      case 'end':
        return this.#oneOf(this.#nature.executors(isWell), step.which, (executor) => {
          this.witness.taken.add(executor.uid);
          return this.#kubelet.end(executor, step.how);
        });
      case 'reap':
        return this.#oneOf(
          this.#nature.executors(({ isDeleting }) => isDeleting),
          step.which,
          (executor) => this.#kubelet.reap(executor),
        );
      default:
        unreachable(step);
    }
  }

  async #oneOf(
    executors: readonly TrueExecutor[],
    which: number,
    what: (executor: TrueExecutor) => Promise<void>,
  ): Promise<void> {
    const executor = executors[which % executors.length];
    if (executor !== undefined) await what(executor);
  }

  #goWrong(step: Extract<Step, { kind: Wrong }>): void {
    this.witness.isFair = false;
    const { line } = this.#newest;
    switch (step.kind) {
      case 'requests-fail':
        return line.faults.add(step.verb, step.how, step.times);
      case 'requests-take':
        line.latencyMs = step.ms;
        return;
      case 'events':
        return this.#eventsGoWrong(line, step.of, step.how);
      case 'compact':
        this.#ground.compact();
        return line.flowOf('pods').breakAll(refusal('Unreachable', 'read ECONNRESET'));
      case 'kill':
        this.witness.operatorsRemember = false;
        return line.kill(step);
      case 'start':
        this.witness.operatorsRemember = false;
        this.witness.operatorsOverlapped ||= !this.#newest.isOver;
        return this.#start();
      default:
        unreachable(step);
    }
  }

  #eventsGoWrong(line: Line, of: EventsOf, how: EventFault): void {
    const flow = line.flowOf(of);
    switch (how.kind) {
      case 'late':
        flow.lateMs = how.ms;
        return;
      case 'held':
        flow.isHeld = true;
        return;
      case 'lost':
        // Only a poll of pods would ever show it.
        return of === 'pods' && this.#pi.settings.polling ? flow.loseNext(how.events) : undefined;
      case 'doubled':
        return flow.doubleNext(how.events);
      case 'broken':
        return flow.breakAll(refusal('Unreachable', 'read ECONNRESET'));
      default:
        unreachable(how);
    }
  }

  /** One operator without faults is left; nature and the driver do what is theirs until nothing is left to do. */
  async #calm(): Promise<void> {
    await this.#leaveOneOperator();
    for (let step = 0; step < CALM_STEPS.count; step += 1) {
      const before = this.#ground.changes();
      await this.#nature.takesItsCourse();
      if (this.witness.isToEnd) this.#driverIs({ kind: 'driver-ends' });
      await this.#pass(step < CALM_STEPS.quickFirst ? CALM_STEPS.quickMs : CALM_STEPS.slowMs);
      const isQuiet = this.#ground.changes() === before;
      if (isQuiet && this.#wrong().length === 0) break;
    }
    this.witness.violations.push(...this.#wrong());
    const changes = this.#ground.changes();
    await this.#pass(IDLE_MS);
    const more = this.#ground.changes() - changes;
    if (more > 0) this.witness.violations.push(`${more} writes although nothing happened`);
    this.witness.allIsCalm();
  }

  async #leaveOneOperator(): Promise<void> {
    for (const operator of this.#operators.slice(0, -1)) operator.line.cut();
    await this.#pass(LONGEST_WAY_MS);
    if (this.#newest.isOver) this.#start();
    this.#operators = this.#operators.slice(-1);
    this.#newest.line.heal();
    await this.#settle();
  }

  #wrong(): readonly string[] {
    return whatIsWrong(this.witness, this.#pi.settings);
  }

  get #newest(): Operator {
    const newest = this.#operators.at(-1);
    if (newest === undefined) throw new Error('there is no operator');
    return newest;
  }

  #start(): void {
    const { api, clock, namespace } = this.#ground;
    const operator = new Operator({
      line: new Line(api, clock),
      clock,
      random: this.#random,
      namespace,
      mostExecutors: this.#story.mostExecutors,
      pi: this.#pi,
    });
    this.#operators.push(operator);
    operator.start();
  }

  #pass(ms: number): Promise<void> {
    return this.#ground.clock.pass(ms, () => this.#ground.settle());
  }

  async #settle(): Promise<void> {
    await this.#pass(0);
    // Those that were killed do nothing more.
    for (const operator of this.#operators) if (operator.line.isCut) operator.stop();
  }
}
