/** The components of one node: container runtime, kubelet and service proxy. */
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { askApiServer } from './api-server-request.ts';
import { controlPlaneAddress, POD_RANGE } from './cluster-layout.ts';
import type { ClusterLayout, NodeLayout } from './cluster-layout.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { commandFlags } from './command-flags.ts';
import type { ComponentDescription } from './component.ts';
import { BEFORE_PODS } from './control-plane.ts';
import { onNode } from './network.ts';
import {
  containerdSettings,
  kubeletSettings,
  podNetworkSettings,
  resolverSettings,
} from './node-settings.ts';

/** Writes the node's configuration files; its components read them. */
export async function writeNodeSettings(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  const networks = join(node.folder, 'cni');
  await mkdir(networks, { recursive: true });
  await writeFile(join(networks, '10-pods.conflist'), podNetworkSettings(node));
  const folders = { store: imageStoreOf(node), run: node.runFolder, networks };
  await writeFile(join(node.folder, 'containerd.toml'), containerdSettings(folders));
  await writeFile(join(node.folder, 'resolv.conf'), resolverSettings(controlPlaneAddress(layout)));
  await writeFile(join(node.folder, 'kubelet.json'), kubeletSettings(layout, node));
}

/** Where the node's containerd keeps images and containers. */
export const imageStoreOf = (node: NodeLayout): string => join(node.folder, 'containerd');

export function containerd(node: NodeLayout): ComponentDescription {
  return {
    name: componentName('containerd', node),
    command: onNode(node, ['containerd', '--config', join(node.folder, 'containerd.toml')]),
    niceness: BEFORE_PODS,
    isReady: () => acceptsConnections(node.containerdSocket),
  };
}

export function kubelet(layout: ClusterLayout, plan: ClusterPlan, node: NodeLayout): ComponentDescription {
  const flags = commandFlags({
    config: join(node.folder, 'kubelet.json'),
    kubeconfig: join(layout.certificates, `${node.name}.kubeconfig`),
    'hostname-override': node.name,
    'node-ip': node.address,
    'root-dir': node.kubeletFolder,
    'cert-dir': join(node.folder, 'kubelet-certificates'),
  });
  return {
    name: componentName('kubelet', node),
    command: onNode(node, [join(plan.programs, 'kubelet'), ...flags]),
    niceness: BEFORE_PODS,
    isReady: () => isNodeReady(layout, node),
  };
}

export function serviceProxy(
  layout: ClusterLayout,
  plan: ClusterPlan,
  node: NodeLayout,
): ComponentDescription {
  const flags = commandFlags({
    kubeconfig: join(layout.certificates, 'kube-proxy.kubeconfig'),
    'proxy-mode': 'nftables',
    'hostname-override': node.name,
    'cluster-cidr': POD_RANGE,
    // These are limits of the whole machine.
    'conntrack-max-per-core': 0,
    'conntrack-min': 0,
  });
  return {
    name: componentName('kube-proxy', node),
    command: onNode(node, [join(plan.programs, 'kube-proxy'), ...flags]),
    isReady: async () => (await fetch(`http://${node.address}:10256/livez`)).ok,
  };
}

/** Those of the first node bear the plain name. */
const componentName = (program: string, node: NodeLayout): string =>
  node.network === undefined ? program : `${program}-${node.name}`;

async function isNodeReady(layout: ClusterLayout, node: NodeLayout): Promise<boolean> {
  const { status, body } = await askApiServer(layout, `/api/v1/nodes/${node.name}`);
  if (status !== 200) return false;
  const { status: nodeStatus } = JSON.parse(body) as {
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  };
  return nodeStatus?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

async function acceptsConnections(socket: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const connection = connect(socket);
    connection.on('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.on('error', () => resolve(false));
  });
}
