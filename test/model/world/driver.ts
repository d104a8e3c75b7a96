/** The driver's side of an executor set. */
import {
  EXECUTOR_SETS,
  type ExecutorSetSpec,
  type SparkExecutorSet,
} from '../../../src/api/spark-executor-set.ts';
import { isApiError } from '../../../src/kube/api-error.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import type { NamespacedName, Stored } from '../../../src/manifest/object-meta.ts';

/** Writes demands as the driver's plugin does: reads, changes, writes, and again after a conflict. */
export class Driver {
  readonly #api: ApiServer;
  readonly #set: NamespacedName;
  readonly #replicas = new Map<number, number>();

  constructor(api: ApiServer, set: NamespacedName) {
    this.#api = api;
    this.#set = set;
  }

  async demand(profileId: number, replicas: number): Promise<void> {
    this.#replicas.set(profileId, replicas);
    await this.#write((spec) => ({ ...spec, schema: 1, profiles: this.#profiles() }));
  }

  /** So many bytes of properties, which weigh on the set. */
  async report(bytes: number): Promise<void> {
    await this.#write((spec) => ({
      ...spec,
      conf: { 'spark.executor.extraJavaOptions': 'x'.repeat(bytes) },
    }));
  }

  /** Deals with all losses there are. */
  async acknowledge(): Promise<void> {
    await this.#write((spec, { status }) => {
      const last = Math.max(0, ...(status?.losses ?? []).map(({ sequence }) => sequence));
      return last <= (spec.acknowledgedLoss ?? 0) ? spec : { ...spec, acknowledgedLoss: last };
    });
  }

  async stop(): Promise<void> {
    await this.#write((spec) => ({ ...spec, stopped: true }));
  }

  #profiles(): NonNullable<ExecutorSetSpec['profiles']> {
    return [...this.#replicas].map(([id, replicas]) => ({ id, replicas }));
  }

  async #write(
    change: (spec: ExecutorSetSpec, set: Stored<SparkExecutorSet>) => ExecutorSetSpec,
  ): Promise<void> {
    for (;;) {
      const set = await this.#api.get(EXECUTOR_SETS, this.#set);
      if (set === undefined) return;
      const spec = change(set.spec, set);
      if (spec === set.spec) return;
      try {
        await this.#api.replace(EXECUTOR_SETS, { ...set, spec });
        return;
      } catch (caught) {
        if (!isApiError(caught, 'Conflict')) throw caught;
      }
    }
  }
}
