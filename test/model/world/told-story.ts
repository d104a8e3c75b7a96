/** Has a story happen. */
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { parseExecutorSettings, type ExecutorSettings } from '../../../src/executors/executor-settings.ts';
import type { ExecutorsOf } from '../../../src/executors/executors-of.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { unreachable } from '../../../src/unreachable.ts';
import { executorManifest, executorSet } from '../../fakes/executor-pods.ts';
import { refusal } from '../api-server/refusals.ts';
import { Line } from '../line/line.ts';
import type { EventFault, EventsOf, Step, Story } from '../story.ts';
import { whatIsWrong } from '../witness/calm.ts';
import { isWell, type TrueExecutor } from '../witness/true-executor.ts';
import { Witness, type Sight } from '../witness/witness.ts';
import { Driver } from './driver.ts';
import type { Ground } from './ground.ts';
import { Kubelet } from './kubelet.ts';
import { Operator } from './operator.ts';
import { seededRandom } from './random.ts';

const SET_NAME = 'pi-1';

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
  lay: (see: (sight: Sight) => void) => Promise<Ground> | Ground,
): Promise<void> {
  const settings = parseExecutorSettings(SparkConf.from(story.conf));
  const witness = new Witness({ batchSize: settings.batchSize, mostExecutors: story.mostExecutors });
  const ground = await lay((sight) => witness.see(sight));
  const told = new ToldStory(story, settings, witness, ground);
  try {
    await told.begin();
    for (const step of story.steps) await told.take(step);
    for (const kind of ['calm', 'driver-ends', 'calm'] as const) await told.take({ kind });
  } finally {
    told.end();
  }
}

class ToldStory {
  readonly #story: Story;
  readonly #settings: ExecutorSettings;
  readonly #witness: Witness;
  readonly #ground: Ground;
  readonly #driver: Driver;
  readonly #kubelet: Kubelet;
  readonly #random: () => number;
  /** The newest one last; those before it go on until they are killed. */
  #operators: Operator[] = [];
  #driverIsReady = false;

  constructor(story: Story, settings: ExecutorSettings, witness: Witness, ground: Ground) {
    this.#story = story;
    this.#settings = settings;
    this.#witness = witness;
    this.#ground = ground;
    this.#driver = new Driver(ground.api, { namespace: ground.namespace, name: SET_NAME });
    this.#kubelet = new Kubelet(ground.api, ground.namespace);
    this.#random = seededRandom(story.seed);
  }

  async begin(): Promise<void> {
    const set = executorSet();
    const { namespace } = this.#ground;
    await this.#ground.api.create(EXECUTOR_SETS, { ...set, metadata: { name: SET_NAME, namespace } });
    this.#start();
    await this.#settle();
  }

  end(): void {
    for (const operator of this.#operators) operator.stop();
  }

  /** Fails: with what broke a rule. */
  async take(step: Step): Promise<void> {
    await this.#take(step);
    await this.#settle();
    const { violations } = this.#witness;
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
        return this.#driverDoes(() => this.#driver.demand(step.profileId, step.replicas));
      case 'acknowledge':
        return this.#driverDoes(() => this.#driver.acknowledge());
      case 'report':
        return this.#driverDoes(() => this.#driver.report(step.bytes));
      case 'driver-stops':
        return this.#driverDoes(() => this.#driver.stop());
      case 'driver-ready':
      case 'driver-ends':
        return this.#driverIs(step);
      case 'run':
      case 'run-all':
      case 'end':
      case 'reap':
        return this.#podsAre(step);
      default:
        return this.#goWrong(step);
    }
  }

  async #driverDoes(what: () => Promise<void>): Promise<void> {
    if (!this.#witness.driverHasEnded) await what();
  }

  #driverIs(step: Extract<Step, { kind: 'driver-ready' | 'driver-ends' }>): void {
    if (step.kind === 'driver-ends') this.#witness.driverEnded();
    this.#driverIsReady = step.kind === 'driver-ready' && step.isReady && !this.#witness.driverHasEnded;
    for (const operator of this.#operators) operator.look();
  }

  async #podsAre(step: Extract<Step, { kind: 'run' | 'run-all' | 'end' | 'reap' }>): Promise<void> {
    const pending = this.#executors((executor) => executor.stage === 'pending' && isWell(executor));
    switch (step.kind) {
      case 'run-all':
        for (const executor of pending) await this.#kubelet.run(executor);
        return;
      case 'run':
        return this.#oneOf(pending, step.which, (executor) => this.#kubelet.run(executor));
      case 'end':
        return this.#oneOf(this.#executors(isWell), step.which, (executor) => {
          this.#witness.taken.add(executor.uid);
          return this.#kubelet.end(executor, step.how);
        });
      case 'reap':
        return this.#oneOf(
          this.#executors(({ isDeleting }) => isDeleting),
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

  #executors(are: (executor: TrueExecutor) => boolean): readonly TrueExecutor[] {
    return [...this.#witness.executors.values()].filter(are);
  }

  #goWrong(
    step: Exclude<
      Step,
      {
        kind:
          | 'pass'
          | 'calm'
          | 'demand'
          | 'acknowledge'
          | 'report'
          | 'driver-stops'
          | 'driver-ready'
          | 'driver-ends'
          | 'run'
          | 'run-all'
          | 'end'
          | 'reap';
      }
    >,
  ): void {
    this.#witness.isFair = false;
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
        return line.kill(step);
      case 'start':
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
        return of === 'pods' && this.#settings.polling ? flow.loseNext(how.events) : undefined;
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
    for (const operator of this.#operators.slice(0, -1)) operator.line.cut();
    await this.#pass(LONGEST_WAY_MS);
    if (this.#newest.isOver) this.#start();
    this.#operators = this.#operators.slice(-1);
    this.#newest.line.heal();
    await this.#settle();
    for (let step = 0; step < CALM_STEPS.count; step += 1) {
      const before = this.#ground.changes();
      await this.#nature();
      const ms = step < CALM_STEPS.quickFirst ? CALM_STEPS.quickMs : CALM_STEPS.slowMs;
      await this.#pass(ms);
      const isQuiet = this.#ground.changes() === before;
      if (isQuiet && whatIsWrong(this.#witness, this.#settings).length === 0) break;
    }
    for (const wrong of whatIsWrong(this.#witness, this.#settings)) this.#witness.violations.push(wrong);
    const changes = this.#ground.changes();
    await this.#pass(IDLE_MS);
    const more = this.#ground.changes() - changes;
    if (more > 0) this.#witness.violations.push(`${more} writes although nothing happened`);
    this.#witness.isFair = true;
  }

  async #nature(): Promise<void> {
    const { driverHasEnded } = this.#witness;
    for (const executor of this.#executors(({ stage }) => stage !== 'ended')) {
      if (executor.isDeleting) await this.#kubelet.reap(executor);
      else if (executor.stage === 'unknown') await this.#kubelet.end(executor, 'exits-1');
      else if (executor.stage === 'pending' && !driverHasEnded) await this.#kubelet.run(executor);
      else if (driverHasEnded) await this.#kubelet.end(executor, 'exits-1');
    }
    for (const executor of this.#executors(({ isDeleting }) => isDeleting))
      await this.#kubelet.reap(executor);
    await this.#driverDoes(() => this.#driver.acknowledge());
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
      executors: () => this.#ofPi(),
    });
    this.#operators.push(operator);
    operator.start();
  }

  #ofPi(): ExecutorsOf {
    return {
      key: { namespace: this.#ground.namespace, name: 'pi' },
      appId: 'spark-1',
      setName: SET_NAME,
      settings: this.#settings,
      driver: { ready: this.#driverIsReady, ended: this.#witness.driverHasEnded },
      podName: (id) => `pi-exec-${id}`,
      build: ({ id, profile }) => ({ pod: this.#pod(id, profile.id), claims: [], claimsGoWithPod: false }),
    };
  }

  /** Every third one finds its node only later, as the API server sees it. */
  #pod(id: number, profileId: number): ReturnType<typeof executorManifest> {
    const { metadata, spec, ...pod } = executorManifest(id, profileId);
    const node = id % 3 === 0 ? {} : { nodeName: 'node-1' };
    return {
      ...pod,
      metadata: { ...metadata, namespace: this.#ground.namespace },
      spec: { ...spec, ...node },
    };
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
