/** Adds nodes to a cluster that is up, and takes them away as a power cut would. Runs inside its namespaces. */
import { join } from 'node:path';

import { nodeSubject, start, startContainerd, type BringUp } from './bring-up.ts';
import { makeCertificate } from './certificates.ts';
import { killCgroup, makeCgroup } from './cgroups.ts';
import { apiServerUrlFromNodes, nodeLayout } from './cluster-layout.ts';
import type { ClusterLayout, NodeLayout } from './cluster-layout.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { plugIn, unplug } from './network.ts';
import { containerd, kubelet, serviceProxy } from './node-components.ts';
import { mountNodeFolder } from './node-files.ts';

/** Settles when pods can run on the new node. Fails: when there has been a node of that index. */
export async function addNode(cluster: BringUp, index: number): Promise<void> {
  const { layout, plan } = cluster;
  const node = furtherNode(layout, index);
  await plugIn(node, nodeLayout(layout, 0));
  await Promise.all([makeCredentials(layout, node), mountNodeFolder(node), makeCgroup(node.cgroupRoot)]);
  await startContainerd(cluster, node);
  await Promise.all([
    start(cluster, kubelet(layout, plan, node)),
    start(cluster, serviceProxy(layout, plan, node)),
  ]);
}

/** Cuts the node off first: so nobody hears of the end of what runs on it. */
export async function loseNode({ layout, plan, components }: BringUp, index: number): Promise<void> {
  const node = furtherNode(layout, index);
  await unplug(node);
  const all = [kubelet(layout, plan, node), serviceProxy(layout, plan, node), containerd(node)];
  for (const { name } of all) await components.get(name)?.stop('SIGKILL');
  await killCgroup(node.cgroupRoot);
}

function furtherNode(layout: ClusterLayout, index: number): NodeLayout {
  const node = nodeLayout(layout, index);
  if (node.network === undefined) throw new Error(`${node.name} is the node of the control plane`);
  return node;
}

async function makeCredentials(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  const { certificates } = layout;
  await makeCertificate(certificates, nodeSubject(node));
  const kubeconfig = join(certificates, `${node.name}.kubeconfig`);
  await writeKubeconfig(kubeconfig, certificates, node.name, apiServerUrlFromNodes(layout));
}
