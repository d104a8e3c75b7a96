/** What happens to executor pods: kubelets, nodes, and people who delete. */
import { isApiError } from '../../../src/kube/api-error.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import { PODS, type PodStatus } from '../../../src/manifest/pod.ts';
import { SPARK_CONTAINER } from '../../fakes/executor-pods.ts';
import type { TrueExecutor } from '../witness/true-executor.ts';

/** How an executor comes to its end. */
export type Ending =
  | 'exits-0'
  | 'exits-1'
  | 'killed-for-memory'
  | 'evicted'
  /** Somebody deletes the pod; its kubelet ends it later. */
  | 'deleted'
  /** Somebody deletes it at once, its kubelet is not asked. */
  | 'deleted-by-force'
  /** The control plane deletes it, and no kubelet answers. */
  | 'node-lost'
  /** Its node does not answer, for now. */
  | 'out-of-sight';

/** Does to pods what kubelets and the control plane do. Whatever is gone by then is let be. */
export class Kubelet {
  readonly #api: ApiServer;
  readonly #namespace: string;

  constructor(api: ApiServer, namespace: string) {
    this.#api = api;
    this.#namespace = namespace;
  }

  async run(executor: TrueExecutor): Promise<void> {
    await this.#says(executor, { phase: 'Running', containerStatuses: containers({ running: {} }) });
  }

  async end(executor: TrueExecutor, ending: Ending): Promise<void> {
    switch (ending) {
      case 'exits-0':
        return this.#ended(executor, 0, 'Completed');
      case 'exits-1':
        return this.#ended(executor, 1, 'Error');
      case 'killed-for-memory':
        return this.#ended(executor, 137, 'OOMKilled');
      case 'evicted':
        return this.#says(executor, { phase: 'Failed', reason: 'Evicted', message: 'low on memory' });
      case 'deleted':
        return this.#delete(executor);
      case 'deleted-by-force':
        return this.#delete(executor, 0);
      case 'node-lost':
        await this.#says(executor, { conditions: [NODE_IS_LOST] });
        return this.#delete(executor);
      case 'out-of-sight':
        return this.#says(executor, { phase: 'Unknown' });
    }
  }

  /** Ends what was asked to go, then lets the pod go. */
  async reap(executor: TrueExecutor): Promise<void> {
    if (executor.stage === 'running') await this.#ended(executor, 143, 'Error');
    await this.#delete(executor, 0);
  }

  async #ended(executor: TrueExecutor, exitCode: number, reason: string): Promise<void> {
    const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
    await this.#says(executor, {
      phase,
      containerStatuses: containers({ terminated: { exitCode, reason } }),
    });
  }

  async #says({ name, uid }: TrueExecutor, status: PodStatus): Promise<void> {
    const pod = { namespace: this.#namespace, name };
    try {
      await this.#api.mergePatch(PODS, pod, { metadata: { uid }, status }, 'status');
    } catch (caught) {
      if (!isApiError(caught, 'NotFound') && !isApiError(caught, 'Conflict')) throw caught;
    }
  }

  async #delete({ name, uid }: TrueExecutor, gracePeriodSeconds?: number): Promise<void> {
    const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
    await this.#api.delete(PODS, { namespace: this.#namespace, name }, { uid, ...grace });
  }
}

const NODE_IS_LOST = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByTaintManager',
  message: 'the node does not answer',
} as const;

type State = NonNullable<NonNullable<PodStatus['containerStatuses']>[number]['state']>;

/** With all that a real API server insists on. */
const containers = (state: State): NonNullable<PodStatus['containerStatuses']> =>
  [{ name: SPARK_CONTAINER, state, ready: false, image: 'spark', imageID: '', restartCount: 0 }] as never;
