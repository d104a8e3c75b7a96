/** Where everything of a cluster lies: folders, addresses and ranges, all computed from its name. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * - `api`: etcd and kube-apiserver; up in seconds, nothing runs pods.
 * - `node`: a whole Kubernetes with one real node.
 */
export type ClusterMode = 'api' | 'node';

export interface ClusterOptions {
  readonly name: string;
  readonly mode: ClusterMode;
  /** Adds the controller-manager to mode `api`, for garbage collection and service accounts. */
  readonly controllers: boolean;
  /** Makes etcd wait for the disk, as it does in production. Needed for honest benchmarks. */
  readonly fsync: boolean;
  /** Recipes of large images that seldom change: kept unpacked, so that they are on the node at once. */
  readonly images: readonly string[];
}

export const DEFAULT_OPTIONS: ClusterOptions = {
  name: 'local',
  mode: 'node',
  controllers: false,
  fsync: false,
  images: [],
};

export interface ClusterLayout {
  /** Holds all state of the cluster; removed with it. */
  readonly folder: string;
  /** Says which process holds the namespaces. */
  readonly holderFile: string;
  /** The supervisor listens here. */
  readonly controlSocket: string;
  readonly certificates: string;
  readonly logs: string;
  readonly etcdData: string;
  /** For people, tests and the operator: may do everything. */
  readonly kubeconfig: string;
  /** Folders of this name are made in every cgroup hierarchy. */
  readonly cgroupRoot: string;
}

export interface NodeLayout {
  readonly name: string;
  readonly address: string;
  /** The node's part of `POD_RANGE`. */
  readonly podRange: string;
  readonly cgroupRoot: string;
  /** Holds the state of its kubelet, containerd and network plugins. */
  readonly folder: string;
  /**
   * Holds its sockets, in the cluster's own /run: socket paths are limited to 107 bytes, and nothing of them may outlive
   * the namespaces.
   */
  readonly runFolder: string;
  readonly containerdSocket: string;
  /** Where a folder of the node's state is mounted: the kubelet makes sockets deep below it. */
  readonly kubeletFolder: string;
  /** Its network namespace; undefined for the first node, which shares that of the control plane. */
  readonly network: string | undefined;
}

// The network namespace is private, so clusters beside each other all use the same addresses.
export const NODE_NETWORK = '10.99.0.0/24';
export const POD_RANGE = '10.88.0.0/16';
export const SERVICE_RANGE = '10.96.0.0/16';
/** The first address of the service range belongs to the API server. */
export const API_SERVICE_ADDRESS = '10.96.0.1';
export const API_SERVER_URL = 'https://127.0.0.1:6443';
const API_SERVER_PORT = new URL(API_SERVER_URL).port;
export const ETCD_URL = 'http://127.0.0.1:2379';
export const CLUSTER_DOMAIN = 'cluster.local';

const NAME = /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/;
const LONGEST_SOCKET_PATH = 107;

/** `$XDG_STATE_HOME/spark-application-operator`, by default below `~/.local/state`. */
export const STATE_FOLDER = join(
  process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'),
  'spark-application-operator',
);

/** The layout of the cluster of that name. Fails: when the name or the path of its socket does not fit. */
export function clusterLayout(name: string): ClusterLayout {
  if (!NAME.test(name)) {
    throw new Error(
      `"${name}" cannot name a cluster: use at most 30 of a-z, 0-9 and "-", beginning with a letter`,
    );
  }
  const folder = join(STATE_FOLDER, name);
  const controlSocket = join(folder, 'control.sock');
  if (Buffer.byteLength(controlSocket) > LONGEST_SOCKET_PATH) {
    throw new Error(
      `the path ${controlSocket} is too long for a socket: set XDG_STATE_HOME to a shorter one`,
    );
  }
  return {
    folder,
    holderFile: join(folder, 'holder'),
    controlSocket,
    certificates: join(folder, 'certificates'),
    logs: join(folder, 'logs'),
    etcdData: join(folder, 'etcd'),
    kubeconfig: join(folder, 'kubeconfig'),
    cgroupRoot: `/spark-operator-${name}`,
  };
}

/** The layout of one node; node 0 shares its network namespace with the control plane. */
export function nodeLayout(cluster: ClusterLayout, index: number): NodeLayout {
  const name = `node-${index}`;
  const runFolder = `/run/${name}`;
  return {
    name,
    address: `10.99.0.${index + 1}`,
    podRange: `10.88.${index}.0/24`,
    cgroupRoot: `${cluster.cgroupRoot}/${name}`,
    folder: join(cluster.folder, 'nodes', name),
    runFolder,
    containerdSocket: containerdSocketIn(runFolder),
    kubeletFolder: join(runFolder, 'kubelet'),
    network: index === 0 ? undefined : join('/run/netns', name),
  };
}

/** The socket of a containerd that keeps what it needs while it runs in this folder. */
export const containerdSocketIn = (runFolder: string): string => join(runFolder, 'containerd.sock');

/** The API server as any node reaches it. */
export const apiServerUrlFromNodes = (cluster: ClusterLayout): string =>
  `https://${controlPlaneAddress(cluster)}:${API_SERVER_PORT}`;

/** The node that the control plane runs on: what it offers to pods, it offers at this address. */
export function controlPlaneAddress(cluster: ClusterLayout): string {
  return nodeLayout(cluster, 0).address;
}
