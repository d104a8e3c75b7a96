/** A local cluster leaves nothing behind, whether it is taken down or killed. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeAll, expect, test } from '@jest/globals';

import { connectCluster } from './local/cluster.ts';
import type { LocalCluster } from './local/cluster.ts';
import { DEFAULT_OPTIONS } from './local/cluster-layout.ts';
import { bringUpCluster, takeDownCluster } from './local/cluster-life.ts';
import { findHolder } from './local/holder.ts';
import { PAUSE_IMAGE } from './local/node-settings.ts';
import { silentProgress } from './local/progress.ts';
import { capture } from './local/run.ts';
import { waitFor } from './local/wait-for.ts';

const NAME = 'teardown-test';
const OPTIONS = { ...DEFAULT_OPTIONS, name: NAME };
const MINUTES = 60_000;
const NAMESPACES = ['net', 'mnt', 'pid'] as const;

/** What a cluster could change on the host. */
interface HostState {
  readonly mounts: string;
  readonly interfaces: readonly string[];
  readonly firewall: string;
  readonly namedNetworks: readonly string[];
  readonly cgroups: readonly string[];
  readonly kernelSettings: readonly string[];
}

let before: HostState;

beforeAll(async () => {
  await takeDownCluster(NAME, silentProgress);
  before = await hostState();
});

afterEach(async () => {
  await takeDownCluster(NAME, silentProgress);
});

test(
  'down leaves no process, mount, network, firewall rule, control group or kernel setting',
  async () => {
    const namespaces = await namespacesOf(await clusterWithPods());
    expect(await processesIn(namespaces)).not.toEqual([]);

    await takeDownCluster(NAME, silentProgress);

    expect(await processesIn(namespaces)).toEqual([]);
    expect(await hostState()).toEqual(before);
  },
  5 * MINUTES,
);

test(
  'after SIGKILL of its holder all processes end by themselves, and the next down removes the rest',
  async () => {
    const cluster = await clusterWithPods();
    const namespaces = await namespacesOf(cluster);
    const holder = await findHolder(cluster.layout);
    expect(holder).toBeDefined();

    process.kill(holder?.pid ?? 0, 'SIGKILL');

    const noneLeft = async (): Promise<true | undefined> =>
      (await processesIn(namespaces)).length === 0 ? true : undefined;
    await waitFor('all processes of the cluster to end', noneLeft, { timeoutMs: MINUTES });
    await expect(connectCluster(NAME)).rejects.toThrow('is not up');

    await takeDownCluster(NAME, silentProgress);

    expect(await hostState()).toEqual(before);
  },
  5 * MINUTES,
);

/** With a pod on each of two nodes. */
async function clusterWithPods(): Promise<LocalCluster> {
  const { signal } = new AbortController();
  const cluster = await bringUpCluster({ options: OPTIONS, life: 'owned', progress: silentProgress, signal });
  const volume = { name: 'memory', emptyDir: { medium: 'Memory' } };
  const container = {
    name: 'pause',
    image: PAUSE_IMAGE,
    volumeMounts: [{ name: volume.name, mountPath: '/memory' }],
  };
  await cluster.addNode(1);
  for (const nodeName of ['node-0', 'node-1']) {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `waiting-on-${nodeName}` },
      spec: { nodeName, containers: [container], volumes: [volume] },
    };
    await cluster.kubectl(['create', '-f', '-'], JSON.stringify(pod));
  }
  await cluster.kubectl(['wait', '--for=condition=Ready', 'pod', '--all', '--timeout=120s']);
  return cluster;
}

async function hostState(): Promise<HostState> {
  const hierarchies = await readdir('/sys/fs/cgroup', { recursive: true }).catch(() => []);
  const settings = [
    'vm/overcommit_memory',
    'kernel/panic',
    'kernel/panic_on_oops',
    'kernel/keys/root_maxkeys',
  ];
  return {
    mounts: await readFile('/proc/self/mountinfo', 'utf8'),
    interfaces: await readdir('/sys/class/net'),
    // Not their rules: the test may run in the network of another cluster, where these change all the time.
    firewall: await capture(['nft', 'list', 'tables']),
    namedNetworks: await readdir('/run/netns').catch(() => []),
    cgroups: hierarchies.filter((path) => path.includes(`spark-operator-${NAME}`)),
    kernelSettings: await Promise.all(settings.map((name) => readFile(join('/proc/sys', name), 'utf8'))),
  };
}

/** The cluster's namespaces, as `/proc` shows them: `net:[4026531833]`. */
async function namespacesOf(cluster: LocalCluster): Promise<readonly string[]> {
  const holder = await findHolder(cluster.layout);
  const entries = ['net', 'mnt', 'pid_for_children'].map((name) => `/proc/${holder?.pid}/ns/${name}`);
  return await Promise.all(entries.map((entry) => readlink(entry)));
}

/** All processes of the machine that are in one of the namespaces. */
async function processesIn(namespaces: readonly string[]): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const own = await Promise.all(
        NAMESPACES.map((name) => readlink(`/proc/${pid}/ns/${name}`).catch(() => '')),
      );
      return own.some((namespace) => namespaces.includes(namespace)) ? [pid] : [];
    }),
  );
  return found.flat();
}
