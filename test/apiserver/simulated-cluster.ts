import { EXECUTOR_SETS, type SparkExecutorSet } from '../../src/api/spark-executor-set.ts';
import { isApiError } from '../../src/kube/api-error.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';
import { PODS, type ContainerState, type PodManifest } from '../../src/manifest/pod.ts';

/*
 * What the tests do in the place of a kubelet and of Spark: statuses of pods, and the driver's half of its executor set.
 */

export type TestPod = Stored<PodManifest>;

export class SimulatedCluster {
  readonly api: ApiServer;
  readonly namespace: string;

  constructor(api: ApiServer, namespace: string) {
    this.api = api;
    this.namespace = namespace;
  }

  async pods(role: 'driver' | 'executor'): Promise<readonly TestPod[]> {
    return this.list(PODS, `spark-role=${role}`);
  }

  async list<T extends KubernetesObject>(
    resource: Resource<T>,
    labelSelector = '',
  ): Promise<readonly Stored<T>[]> {
    const items: Stored<T>[] = [];
    for await (const page of this.api.list(resource, { namespace: this.namespace, labelSelector })) {
      items.push(...page.items);
    }
    return items;
  }

  get<T extends KubernetesObject>(resource: Resource<T>, name: string): Promise<Stored<T> | undefined> {
    return this.api.get(resource, { namespace: this.namespace, name });
  }

  /** The kubelet starts the pod. */
  async start(pod: TestPod): Promise<void> {
    await this.#setStatus(pod, {
      phase: 'Running',
      podIP: '10.1.2.3',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: statuses(pod, { running: {} }, true),
    });
  }

  /** Its containers have ended. */
  async end(
    pod: TestPod,
    exitCode: number,
    words: { reason?: string; message?: string } = {},
  ): Promise<void> {
    const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', ...words };
    await this.#setStatus(pod, {
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      conditions: [{ type: 'Ready', status: 'False' }],
      containerStatuses: statuses(pod, { terminated }, false),
    });
  }

  async delete(pod: TestPod): Promise<void> {
    await this.api.delete(PODS, pod.metadata, { gracePeriodSeconds: 0 });
  }

  /** The driver asks for executors, or says anything else in its executor set; again where somebody was quicker. */
  async say(name: string, words: Partial<SparkExecutorSet['spec']>): Promise<void> {
    for (;;) {
      const set = await this.get(EXECUTOR_SETS, name);
      if (set === undefined) throw new Error(`there is no executor set ${name}`);
      const sequence = (set.spec.sequence ?? 0) + 1;
      const spec = { ...set.spec, schema: 1, context: 'test', sequence, sparkVersion: '4.3.0', ...words };
      try {
        await this.api.replace(EXECUTOR_SETS, { ...set, spec });
        return;
      } catch (error) {
        if (!isApiError(error, 'Conflict')) throw error;
      }
    }
  }

  /** Once more where a busy API server gave no answer, as a kubelet does. */
  async #setStatus(pod: TestPod, status: NonNullable<PodManifest['status']>): Promise<void> {
    const write = () => this.api.mergePatch(PODS, pod.metadata, { status }, 'status');
    await write().catch((error: unknown) => {
      if (!isApiError(error, 'Unreachable')) throw error;
      return write();
    });
  }
}

function statuses(pod: TestPod, state: ContainerState, ready: boolean): readonly unknown[] & [] {
  const image = { image: 'spark', imageID: '', restartCount: 0 };
  return pod.spec.containers.map(({ name }) => ({ name, ready, state, ...image })) as unknown as [];
}
