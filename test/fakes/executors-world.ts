import { EXECUTOR_SETS, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import { ExecutorsController, type ExecutorsWorld } from '../../src/executors/controller.ts';
import type { ExecutorsOf } from '../../src/executors/executors-of.ts';
import type { ApiServer, WatchEvent } from '../../src/kube/api-server.ts';
import type { NamespacedName, Stored } from '../../src/manifest/object-meta.ts';
import { PODS, type PodManifest, type PodStatus } from '../../src/manifest/pod.ts';
import { NO_METRICS } from '../../src/metrics/metrics.ts';
import { endedStatus, executorManifest, executorSet, settingsWith } from './executor-pods.ts';
import { InMemoryApiServer } from './in-memory-api-server.ts';
import { ManualClock } from './manual-clock.ts';
import { SILENT_LOG } from './silent-log.ts';

const SET = { namespace: 'jobs', name: 'pi-1' };

const lastMoment = (): number => 1;

/** The application `pi` with its driver and executor set on an API server in memory, and operators that come and go. */
export class ExecutorsOfPi {
  readonly clock = new ManualClock(1_000_000);
  readonly server = new InMemoryApiServer(this.clock);
  /** Losses the driver was told of, in order. */
  readonly heard: number[] = [];
  /** Applications by name, once for each change of executors that are only followed, or of a refusal. */
  readonly told: string[] = [];
  readonly #conf: Readonly<Record<string, string>>;
  #driver = { ready: true, ended: false };
  #instances: number | undefined;
  #operator:
    | {
        readonly controller: ExecutorsController;
        readonly stop: AbortController;
        readonly ended: Promise<void>;
      }
    | undefined;

  readonly #limits: Partial<Pick<ExecutorsWorld, 'mostPerNamespace' | 'metrics'>>;

  constructor(
    conf: Readonly<Record<string, string>> = {},
    limits: Partial<Pick<ExecutorsWorld, 'mostPerNamespace' | 'metrics'>> = {},
  ) {
    this.#conf = conf;
    this.#limits = limits;
  }

  /** Makes the executor set, as the submission does. */
  async submit(): Promise<void> {
    await this.server.create(EXECUTOR_SETS, executorSet());
  }

  /** Starts an operator, in the place of the one before; `api` may be worse than the server. */
  async startOperator(api: ApiServer = this.server): Promise<void> {
    const stop = new AbortController();
    const sets = { get: ({ name }: NamespacedName) => this.#findSet(name) };
    const { clock } = this;
    const world = {
      api,
      clock,
      log: SILENT_LOG,
      metrics: NO_METRICS,
      random: lastMoment,
      sets,
      mostExecutors: 10_000,
      ...this.#limits,
      followedChanged: ({ name }: NamespacedName) => void this.told.push(name),
      refusalChanged: ({ name }: NamespacedName) => void this.told.push(name),
    };
    const controller = new ExecutorsController({ ...world, namespaces: ['jobs'] });
    this.#operator = { controller, stop, ended: controller.run(stop.signal) };
    await this.clock.pass(0);
    this.ensure();
    void this.#followSets(controller, stop.signal);
    await this.clock.pass(0);
  }

  /** Ends the operator as a shutdown does. */
  async stopOperator(): Promise<void> {
    this.#operator?.stop.abort();
    await this.#operator?.ended;
    this.#operator = undefined;
  }

  /** Leaves the operator where it is, as a kill does: whatever it still does reaches nobody. */
  killOperator(): void {
    this.#operator?.stop.abort();
    this.#operator = undefined;
  }

  ensure(more: Partial<ExecutorsOf> = {}): void {
    this.#operator?.controller.ensure({
      key: { namespace: 'jobs', name: 'pi' },
      appId: 'spark-1',
      setName: 'pi-1',
      settings: settingsWith(this.#conf),
      driver: this.#driver,
      instances: this.#instances,
      podName: (id) => `pi-exec-${id}`,
      build: ({ id, profile }) => ({
        pod: executorManifest(id, profile.id),
        claims: [],
        claimsGoWithPod: false,
      }),
      ...more,
    });
  }

  get controller(): ExecutorsController | undefined {
    return this.#operator?.controller;
  }

  /** The driver writes how many executors it wants. */
  async demand(replicas: number, more: Partial<SparkExecutorSet['spec']> = {}): Promise<void> {
    const set = this.set();
    const spec = { ...set.spec, schema: 1, profiles: [{ id: 0, replicas }], ...more };
    await this.server.replace(EXECUTOR_SETS, { ...set, spec });
  }

  /** The driver reads its losses and acknowledges them. */
  async acknowledge(): Promise<void> {
    const set = this.set();
    const acknowledged = set.spec.acknowledgedLoss ?? 0;
    const news = (set.status?.losses ?? []).filter(({ sequence }) => sequence > acknowledged);
    if (news.length === 0) return;
    this.heard.push(...news.map(({ id }) => id));
    const acknowledgedLoss = news.reduce(
      (highest, { sequence }) => Math.max(highest, sequence),
      acknowledged,
    );
    await this.server.replace(EXECUTOR_SETS, { ...set, spec: { ...set.spec, acknowledgedLoss } });
  }

  /** Somebody writes `spec.executor.instances`, and the application's controller has noticed. */
  scale(instances: number): void {
    this.#instances = instances;
    this.ensure();
  }

  /** The driver has those executors end that it is asked to give back. */
  async giveBack(): Promise<void> {
    for (const { id } of this.set().status?.retire ?? []) await this.podIs(id, endedStatus(0));
  }

  /** The driver pod is over, and the application's controller has noticed. */
  endDriver(): void {
    this.#driver = { ready: false, ended: true };
    this.ensure();
  }

  /** A kubelet writes the status of a pod, if it is there. */
  async podIs(id: number, status: PodStatus): Promise<void> {
    if (!this.ids().includes(id)) return;
    await this.server.mergePatch(PODS, podOf(id), { status }, 'status');
  }

  /** All pods that do not run yet do now. */
  async runPods(): Promise<void> {
    for (const pod of this.pods()) {
      if (pod.status?.phase === 'Pending')
        await this.podIs(Number(pod.metadata.labels?.['spark-exec-id']), { phase: 'Running' });
    }
  }

  set(): Stored<SparkExecutorSet> {
    const set = this.#findSet();
    if (set === undefined) throw new Error('there is no executor set');
    return set;
  }

  pods(): readonly Stored<PodManifest>[] {
    return this.server.all(PODS);
  }

  /** Ids of the executors that have pods. */
  ids(): readonly number[] {
    return this.pods().map((pod) => Number(pod.metadata.labels?.['spark-exec-id']));
  }

  #findSet(wanted = SET.name): Stored<SparkExecutorSet> | undefined {
    return this.server.all(EXECUTOR_SETS).find(({ metadata }) => metadata.name === wanted);
  }

  #followSets(controller: ExecutorsController, signal: AbortSignal): Promise<void> {
    const tell = (event: WatchEvent<SparkExecutorSet>): void => {
      if (event.type !== 'BOOKMARK') controller.executorSetChanged(event.object);
    };
    return this.server.watch(EXECUTOR_SETS, { resourceVersion: '0' }, tell, signal);
  }
}

export const podOf = (id: number): NamespacedName => ({ namespace: 'jobs', name: `pi-exec-${id}` });

/** The application with so many running executors, and an operator that looks after them. */
export async function runningPi(
  replicas: number,
  conf: Readonly<Record<string, string>> = {},
): Promise<ExecutorsOfPi> {
  const pi = new ExecutorsOfPi(conf);
  await pi.submit();
  await pi.startOperator();
  await pi.demand(replicas);
  await pi.clock.pass(0);
  await pi.runPods();
  await pi.clock.pass(1_500);
  return pi;
}
