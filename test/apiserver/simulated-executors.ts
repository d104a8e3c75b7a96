import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { EXECUTOR_ID_LABEL } from '../../src/spark/labels.ts';
import { found } from './eventually.ts';
import type { SimulatedCluster, TestPod } from './simulated-cluster.ts';

const idOf = ({ metadata }: TestPod): number => Number(metadata.labels?.[EXECUTOR_ID_LABEL]);
const phaseOf = ({ status }: TestPod): string => status?.phase ?? 'Pending';

/** What the kubelet and a driver do about the executors of the application `pi`, one step at a time. */
export class SimulatedExecutors {
  readonly #cluster: SimulatedCluster;
  /** Executors the driver had end because it was asked to give them back. */
  readonly retired = new Set<number>();

  constructor(cluster: SimulatedCluster) {
    this.#cluster = cluster;
  }

  /** Pods start; executors to give back end; losses are acknowledged. */
  async step(): Promise<void> {
    const { spec, status = {} } = await found('executor set', () => this.#cluster.get(EXECUTOR_SETS, 'pi-1'));
    const retire = (status.retire ?? []).map(({ id }) => id);
    for (const pod of await this.#cluster.pods('executor')) {
      if (phaseOf(pod) === 'Pending') await this.#cluster.start(pod);
      else if (phaseOf(pod) === 'Running' && retire.includes(idOf(pod))) await this.#retire(pod);
    }
    const { lastLoss = 0 } = status;
    if (lastLoss > (spec.acknowledgedLoss ?? 0))
      await this.#cluster.say('pi-1', { acknowledgedLoss: lastLoss });
  }

  async #retire(pod: TestPod): Promise<void> {
    this.retired.add(idOf(pod));
    await this.#cluster.end(pod, 0);
  }

  /** The ids of those that run. */
  async running(): Promise<readonly number[]> {
    const pods = await this.#cluster.pods('executor');
    return pods
      .filter((pod) => phaseOf(pod) === 'Running')
      .map(idOf)
      .toSorted((a, b) => a - b);
  }
}
