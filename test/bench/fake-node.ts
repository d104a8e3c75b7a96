/** A node without a kubelet, on which every pod runs as soon as the scheduler has put it there. */
import { join } from 'node:path';

import { kubernetesPrograms, kwokProgram } from '../cluster/local/kubernetes-programs.ts';
import { waitFor } from '../cluster/local/wait-for.ts';
import type { KubernetesObject, Resource } from '../../src/manifest/object-meta.ts';
import type { BenchWorld } from './bench.ts';

interface Node extends KubernetesObject {
  readonly spec?: { readonly taints?: readonly unknown[] };
  readonly status?: {
    readonly capacity?: Readonly<Record<string, string>>;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const NODES: Resource<Node> = { apiVersion: 'v1', kind: 'Node', plural: 'nodes' };
const NAME = { namespace: '', name: 'fake-node' };
const ROOM = { cpu: '1000000', memory: '1000Ti', pods: '1000000' };
const READY_WITHIN_MS = 60_000;

/** As it comes, the scheduler asks for 50 things a second: pods would wait for minutes after each round. */
const UNLIMITED = ['--kube-api-qps=10000', '--kube-api-burst=10000'];

/** Runs the scheduler, and kwok in the place of the kubelet; settles when the node is ready. */
export async function startFakeNode(world: BenchWorld): Promise<void> {
  const { api, cluster, progress, signal, start } = world;
  const kubeconfig = `--kubeconfig=${cluster.kubeconfigPath}`;
  const scheduler = join(await kubernetesPrograms(progress), 'kube-scheduler');
  const kwok = await kwokProgram(progress);
  start({ name: 'kube-scheduler', command: [scheduler, kubeconfig, '--leader-elect=false', ...UNLIMITED] });
  start({ name: 'kwok', command: [kwok, kubeconfig, '--manage-all-nodes'] });
  await api.create(NODES, {
    apiVersion: NODES.apiVersion,
    kind: NODES.kind,
    metadata: { name: NAME.name },
    status: { capacity: ROOM, allocatable: ROOM },
  });
  // The API server gives every new node a taint that the controllers, which don't run here, would take away.
  await api.mergePatch(NODES, NAME, { spec: { taints: null } });
  const isReady = async (): Promise<true | undefined> => {
    const conditions = (await api.get(NODES, NAME))?.status?.conditions ?? [];
    return conditions.some(({ type, status }) => type === 'Ready' && status === 'True') ? true : undefined;
  };
  await waitFor('the fake node to be ready', isReady, { timeoutMs: READY_WITHIN_MS, signal });
}
