/** The configuration files of one node, as text. */
import { join } from 'node:path';

import { certificateFile, keyFile } from './certificates.ts';
import { CLUSTER_DOMAIN, containerdSocketIn, controlPlaneAddress } from './cluster-layout.ts';
import type { ClusterLayout, NodeLayout } from './cluster-layout.ts';

export const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10';

/** Keeps pods that do not ask for it off all nodes but the first. */
export const FURTHER_NODE = { key: 'spark-operator.test/further-node', effect: 'NoSchedule' } as const;

/**
 * Pods are connected to their node one by one (plugin `ptp`), not to a bridge: so every packet between two pods is
 * routed and passes the rules of kube-proxy, on any kernel.
 */
export function podNetworkSettings(node: NodeLayout): string {
  return json({
    cniVersion: '0.4.0',
    name: `pods-of-${node.name}`,
    plugins: [
      {
        type: 'ptp',
        ipMasq: false,
        ipam: { type: 'host-local', ranges: [[{ subnet: node.podRange }]], routes: [{ dst: '0.0.0.0/0' }] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });
}

export function resolverSettings(dnsAddress: string): string {
  return `nameserver ${dnsAddress}\n`;
}

/** What a containerd works with. */
export interface ContainerdFolders {
  /** For images and containers. */
  readonly store: string;
  /** For its socket and what it needs while it runs. */
  readonly run: string;
  /** Says how pods are connected. */
  readonly networks: string;
}

export function containerdSettings({ store, run, networks }: ContainerdFolders): string {
  return `version = 2
root = "${store}"
state = "${join(run, 'containerd')}"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[grpc]
  address = "${containerdSocketIn(run)}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${networks}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
`;
}

export function kubeletSettings(layout: ClusterLayout, node: NodeLayout): string {
  const { certificates } = layout;
  return json({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    // Kubelets of one machine that share a root would remove each other's pods.
    cgroupRoot: node.cgroupRoot,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    containerRuntimeEndpoint: `unix://${node.containerdSocket}`,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificateFile(certificates, 'ca') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: certificateFile(certificates, node.name),
    tlsPrivateKeyFile: keyFile(certificates, node.name),
    clusterDNS: [controlPlaneAddress(layout)],
    clusterDomain: CLUSTER_DOMAIN,
    resolvConf: join(node.folder, 'resolv.conf'),
    // A kubelet removes the logs of pods that are not its own.
    podLogsDir: join('/var/log/pods', node.name),
    // Every three seconds it says that it is there: see the grace period of the controller-manager.
    nodeLeaseDurationSeconds: 12,
    registerWithTaints: node.network === undefined ? [] : [FURTHER_NODE],
    volumePluginDir: join(node.folder, 'volume-plugins'),
    // The disk is the developer's: what else lies on it must not get pods evicted or images removed.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
