/** Gives a cluster its own view of the files that Kubernetes would otherwise change on the host. Runs inside its namespaces. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ClusterLayout, NodeLayout } from './cluster-layout.ts';
import { run } from './run.ts';

/** Volumes of the storage class lie here; the controller-manager has this path built in. */
const HOST_PATH_VOLUMES = '/tmp/hostpath_pv';

/**
 * What the kubelet would write into /proc/sys. These are settings of the whole machine, so it finds them already as
 * it wants them, in files of ours.
 */
const KERNEL_SETTINGS: Readonly<Record<string, string>> = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000',
};

/** Mounts the cluster's own folders over the host's, in this mount namespace only. Its nodes share them. */
export async function mountClusterFiles(layout: ClusterLayout): Promise<void> {
  await run(['mount', '-t', 'tmpfs', '-o', 'mode=755', 'run', '/run']);
  const folder = join(layout.folder, 'nodes');
  await mountOver(join(folder, 'log'), '/var/log');
  await mountOver(join(folder, 'cni-state'), '/var/lib/cni');
  await mountOver(join(folder, 'volumes'), HOST_PATH_VOLUMES);
  const settings = join(folder, 'kernel-settings');
  await mkdir(settings, { recursive: true });
  for (const [name, value] of Object.entries(KERNEL_SETTINGS)) {
    const file = join(settings, name.replaceAll('/', '.'));
    await writeFile(file, `${value}\n`);
    await run(['mount', '--bind', file, join('/proc/sys', name)]);
  }
}

/** Gives the node's kubelet a folder on the disk, below a short path. Assumes: `mountClusterFiles` is done. */
export async function mountNodeFolder(node: NodeLayout): Promise<void> {
  await mountOver(join(node.folder, 'kubelet'), node.kubeletFolder);
}

async function mountOver(folder: string, place: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Stays on the host, empty: removing it would take the mount from other clusters.
  await mkdir(place, { recursive: true });
  await run(['mount', '--bind', folder, place]);
}
