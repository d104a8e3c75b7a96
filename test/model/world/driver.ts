/** The driver's side of an executor set. */
import { isDeepStrictEqual } from 'node:util';

import {
  EXECUTOR_SETS,
  type ExecutorSetSpec,
  type SparkExecutorSet,
} from '../../../src/api/spark-executor-set.ts';
import { isApiError } from '../../../src/kube/api-error.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import type { NamespacedName, Stored } from '../../../src/manifest/object-meta.ts';

/** Everything that one SparkContext says. */
type Report = Partial<ExecutorSetSpec> & Required<Pick<ExecutorSetSpec, 'context' | 'stopped'>>;

/**
 * Writes demands as the driver's plugin does: all it has to say each time, into the set as it is, and again after a
 * conflict. A SparkContext that has stopped says nothing more.
 */
export class Driver {
  readonly #api: ApiServer;
  readonly #name: NamespacedName;
  readonly #highestId: () => number;
  #contexts = 1;
  #report: Report = { context: 'context-1', stopped: false };
  /** The set into which it has written last. */
  #uid: string | undefined;
  /** How far it has heard of losses, in which set. */
  #heard = { uid: '', lastLoss: 0 };

  /** @param highestId the highest executor id that any set has said; needed where sets are deleted */
  constructor(api: ApiServer, set: NamespacedName, highestId = (): number => 0) {
    this.#api = api;
    this.#name = set;
    this.#highestId = highestId;
  }

  async demand(profileId: number, replicas: number): Promise<void> {
    const others = (this.#report.profiles ?? []).filter(({ id }) => id !== profileId);
    await this.#say({ profiles: [...others, { id: profileId, replicas }] });
  }

  /** So many bytes of properties, which weigh on the set. */
  async report(bytes: number): Promise<void> {
    await this.#say({ conf: { 'spark.executor.extraJavaOptions': 'x'.repeat(bytes) } });
  }

  /** Executors that it has told to end, and knows no more. */
  async kill(id: number): Promise<void> {
    await this.#say({ killed: [...(this.#report.killed ?? []), id] });
  }

  /** Whether it has killed that executor, and heard of no end. */
  hasKilled(id: number): boolean {
    return this.#report.killed?.includes(id) === true;
  }

  /** Deals with all losses there are; in a set that was made anew it also says again what it wants. */
  async acknowledge(): Promise<void> {
    const set = await this.#api.get(EXECUTOR_SETS, this.#name);
    await this.#say(set === undefined ? {} : this.#hearOf(set));
  }

  async stop(): Promise<void> {
    await this.#say({ profiles: [], stopped: true });
  }

  /** Another SparkContext begins in the same driver, whether or not the one before was able to say that it has stopped. */
  async beginContext(replicas: number): Promise<void> {
    this.#contexts += 1;
    this.#heard = { uid: '', lastLoss: 0 };
    this.#report = { context: `context-${this.#contexts}`, stopped: false };
    await this.demand(0, replicas);
  }

  /** What is said to another SparkContext is not meant for this one. */
  #hearOf({ metadata, status = {} }: Stored<SparkExecutorSet>): Partial<ExecutorSetSpec> {
    const { context = this.#report.context, losses = [] } = status;
    if (context !== this.#report.context) return {};
    const before = this.#heard.uid === metadata.uid ? this.#heard.lastLoss : 0;
    const lastLoss = Math.max(before, ...losses.map(({ sequence }) => sequence));
    this.#heard = { uid: metadata.uid, lastLoss };
    if (lastLoss === before) return {};
    const killed = this.#report.killed?.filter((id) => losses.every((loss) => loss.id !== id));
    return { acknowledgedLoss: lastLoss, ...(killed && { killed }) };
  }

  async #say(news: Partial<ExecutorSetSpec>): Promise<void> {
    if (this.#report.stopped) return;
    this.#report = { ...this.#report, ...news };
    if (this.#report.profiles !== undefined) await this.#write();
  }

  async #write(): Promise<void> {
    for (;;) {
      const set = await this.#api.get(EXECUTOR_SETS, this.#name);
      if (set === undefined) return;
      if (this.#uid !== undefined && this.#uid !== set.metadata.uid)
        this.#report = { ...this.#report, highestExecutorId: this.#highestId() };
      this.#uid = set.metadata.uid;
      const spec: ExecutorSetSpec = { ...set.spec, schema: 1, ...this.#report };
      if (isDeepStrictEqual(spec, set.spec)) return;
      try {
        await this.#api.replace(EXECUTOR_SETS, { ...set, spec });
        return;
      } catch (caught) {
        if (!isApiError(caught, 'Conflict') && !isApiError(caught, 'NotFound')) throw caught;
      }
    }
  }
}
