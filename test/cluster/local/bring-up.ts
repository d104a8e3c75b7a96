/** Brings a cluster up, step by step. Runs inside its namespaces. */
import { join } from 'node:path';

import { askApiServer } from './api-server-request.ts';
import { makeCertificates, type CertificateSubject } from './certificates.ts';
import { makeCgroup } from './cgroups.ts';
import { clusterDns } from './cluster-dns.ts';
import {
  API_SERVER_URL,
  API_SERVICE_ADDRESS,
  apiServerUrlFromNodes,
  CLUSTER_DOMAIN,
  nodeLayout,
} from './cluster-layout.ts';
import type { ClusterLayout, NodeLayout } from './cluster-layout.ts';
import type { ClusterPlan } from './cluster-plan.ts';
import { Component } from './component.ts';
import type { ComponentDescription } from './component.ts';
import { apiServer, controllerManager, etcd, runsControllers, scheduler } from './control-plane.ts';
import { copyImageStore } from './image-store.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { setUpNetwork } from './network.ts';
import { containerd, imageStoreOf, kubelet, serviceProxy, writeNodeSettings } from './node-components.ts';
import { mountClusterFiles, mountNodeFolder } from './node-files.ts';
import type { Progress } from './progress.ts';
import { STORAGE_CLASS } from './storage-class.ts';

export interface BringUp {
  readonly layout: ClusterLayout;
  readonly plan: ClusterPlan;
  readonly progress: Progress;
  /** Filled as the components are started. */
  readonly components: Map<string, Component>;
}

/** Settles when the cluster can be used. */
export async function bringUpInside(cluster: BringUp): Promise<void> {
  const { layout, plan } = cluster;
  const node = nodeLayout(layout, 0);
  const isNode = plan.options.mode === 'node';
  // Names of network namespaces lie below what is mounted.
  if (isNode) await mountFiles(layout, node);
  await Promise.all([
    setUpNetwork(node),
    makeCredentials(layout, node),
    ...(isNode ? [makeCgroup(node.cgroupRoot)] : []),
  ]);
  await Promise.all([startStore(cluster), ...(isNode ? [startContainerd(cluster, node)] : [])]);
  await Promise.all([
    ...(runsControllers(plan) ? [start(cluster, controllerManager(layout, plan))] : []),
    ...(isNode ? [startNode(cluster, node)] : []),
  ]);
  for (const component of cluster.components.values()) component.keepRunning();
}

async function mountFiles(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  await mountClusterFiles(layout);
  await mountNodeFolder(node);
}

async function startStore(cluster: BringUp): Promise<void> {
  await start(cluster, etcd(cluster.layout, cluster.plan));
  await start(cluster, apiServer(cluster.layout, cluster.plan));
}

/** Starts the container runtime of a node, with the images that the cluster begins with. */
export async function startContainerd(cluster: BringUp, node: NodeLayout): Promise<void> {
  await writeNodeSettings(cluster.layout, node);
  const { images } = cluster.plan;
  if (images !== undefined) await copyImageStore(images.store, imageStoreOf(node));
  await start(cluster, containerd(node));
}

async function startNode(cluster: BringUp, node: NodeLayout): Promise<void> {
  const { layout, plan } = cluster;
  await Promise.all([
    start(cluster, scheduler(layout, plan)),
    start(cluster, kubelet(layout, plan, node)),
    start(cluster, serviceProxy(layout, plan, node)),
    start(cluster, await clusterDns(layout, plan)),
    createStorageClass(layout),
  ]);
}

/** Starts a component and waits until it is ready. */
export async function start(cluster: BringUp, description: ComponentDescription): Promise<void> {
  const component = new Component(description, join(cluster.layout.logs, `${description.name}.log`));
  cluster.components.set(description.name, component);
  await cluster.progress.step(description.name, () => component.start());
}

async function makeCredentials(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  const users: readonly CertificateSubject[] = [
    { name: 'admin', commonName: 'admin', organization: 'system:masters' },
    { name: 'kube-controller-manager', commonName: 'system:kube-controller-manager' },
    { name: 'kube-scheduler', commonName: 'system:kube-scheduler' },
    { name: 'kube-proxy', commonName: 'system:kube-proxy' },
    nodeSubject(node),
  ];
  await makeCertificates(layout.certificates, [...users, apiServerSubject(node)]);
  const { certificates } = layout;
  await writeKubeconfig(layout.kubeconfig, certificates, 'admin', API_SERVER_URL);
  for (const { name } of users) {
    await writeKubeconfig(
      join(certificates, `${name}.kubeconfig`),
      certificates,
      name,
      apiServerUrlFromNodes(layout),
    );
  }
}

/** The kubelet of a node, as a client and as a server. */
export function nodeSubject({ name, address }: NodeLayout): CertificateSubject {
  return {
    name,
    commonName: `system:node:${name}`,
    organization: 'system:nodes',
    alternativeNames: [`DNS:${name}`, `IP:${address}`],
  };
}

function apiServerSubject(node: NodeLayout): CertificateSubject {
  const service = ['kubernetes', 'default', 'svc', ...CLUSTER_DOMAIN.split('.')];
  const names = ['localhost', ...service.map((_, index) => service.slice(0, index + 1).join('.'))];
  const addresses = ['127.0.0.1', API_SERVICE_ADDRESS, node.address];
  return {
    name: 'kube-apiserver',
    commonName: 'kube-apiserver',
    alternativeNames: [...names.map((name) => `DNS:${name}`), ...addresses.map((address) => `IP:${address}`)],
  };
}

/** So that claims without a class get a volume, as on most clusters. */
async function createStorageClass(layout: ClusterLayout): Promise<void> {
  const { status, body } = await askApiServer(
    layout,
    '/apis/storage.k8s.io/v1/storageclasses',
    STORAGE_CLASS,
  );
  if (status !== 201) throw new Error(`the storage class could not be created: ${body}`);
}
