import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import type { SimulatedCluster, TestPod } from './simulated-cluster.ts';

const isPending = ({ status }: TestPod): boolean => (status?.phase ?? 'Pending') === 'Pending';
const isRunning = ({ status }: TestPod): boolean => status?.phase === 'Running';

/**
 * The kubelet's and Spark's half of one whole job, one step at a time: pods start, the driver asks for two executors,
 * hears of losses, and once both have run it stops, its executors end, and it ends itself.
 */
export class SimulatedJob {
  readonly #cluster: SimulatedCluster;
  /** Uids by name of every pod that was ever seen: a name with two uids was created twice. */
  readonly seen = new Map<string, Set<string>>();
  /** The most executors that were there, not ended, at the same time. */
  mostExecutors = 0;
  #bothHaveRun = false;

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
  }

  /** Looks at the cluster and does whatever is due. */
  async step(): Promise<void> {
    const [drivers, executors] = await Promise.all([
      this.#cluster.pods('driver'),
      this.#cluster.pods('executor'),
    ]);
    this.#note([...drivers, ...executors], executors);
    const [driver] = drivers;
    if (driver === undefined) return;
    if (isPending(driver)) return this.#cluster.start(driver);
    if (!isRunning(driver)) return;
    await (this.#bothHaveRun ? this.#finish(driver, executors) : this.#work(executors));
  }

  #note(pods: readonly TestPod[], executors: readonly TestPod[]): void {
    for (const { metadata } of pods) {
      this.seen.set(metadata.name, (this.seen.get(metadata.name) ?? new Set()).add(metadata.uid));
    }
    const live = executors.filter((pod) => isPending(pod) || isRunning(pod));
    this.mostExecutors = Math.max(this.mostExecutors, live.length);
  }

  async #work(executors: readonly TestPod[]): Promise<void> {
    const set = await this.#cluster.get(EXECUTOR_SETS, 'pi-1');
    if (set === undefined) return;
    const acknowledgedLoss = set.status?.lastLoss ?? 0;
    if (set.spec.profiles === undefined || acknowledgedLoss > (set.spec.acknowledgedLoss ?? 0)) {
      await this.#cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }], acknowledgedLoss });
    }
    for (const pod of executors.filter(isPending)) await this.#cluster.start(pod);
    this.#bothHaveRun = executors.filter(isRunning).length === 2;
  }

  async #finish(driver: TestPod, executors: readonly TestPod[]): Promise<void> {
    const set = await this.#cluster.get(EXECUTOR_SETS, 'pi-1');
    if (set !== undefined && set.spec.stopped !== true) {
      await this.#cluster.say('pi-1', { profiles: [], stopped: true });
    }
    for (const pod of executors.filter(isRunning)) await this.#cluster.end(pod, 0);
    await this.#cluster.end(driver, 0);
  }
}
