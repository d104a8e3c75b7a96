/** Makes and removes the control groups of a cluster, in every hierarchy of the machine (cgroup v1 and v2). */
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { waitFor } from './wait-for.ts';

interface Hierarchy {
  readonly kind: 'v1' | 'v2';
  readonly mountPoint: string;
}

/** Like four ordinary processes that want a core. By default all pods of a cluster together count like one. */
const CPU_WEIGHTS = { v1: ['cpu.shares', '4096'], v2: ['cpu.weight', '400'] } as const;

/** Makes the group `path` (from the root, for example `/a/b`) in each hierarchy. */
export async function makeCgroup(path: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    let folder = hierarchy.mountPoint;
    for (const part of path.split('/').filter((each) => each !== '')) {
      folder = join(folder, part);
      await mkdir(folder, { recursive: true });
      if (hierarchy.kind === 'v1') await inheritCpuset(folder);
    }
    const [file, weight] = CPU_WEIGHTS[hierarchy.kind];
    await setIfThere(join(hierarchy.mountPoint, topOf(path), file), weight);
  }
}

/**
 * Removes the group and all below it.
 *
 * Assumes: its processes have been ended; the kernel may need a moment to forget them.
 */
export async function removeCgroup(path: string): Promise<void> {
  for (const { mountPoint } of await hierarchies()) {
    const folder = join(mountPoint, path);
    await waitFor(
      `control group ${folder} to be empty`,
      async () => {
        for (const group of await groupsBelow(folder)) await rmdir(group);
        return true;
      },
      { timeoutMs: 20_000 },
    );
  }
}

/** Kills all processes of the group and of those below it. */
export async function killCgroup(path: string): Promise<void> {
  for (const { mountPoint } of await hierarchies()) {
    for (const group of await groupsBelow(join(mountPoint, path))) {
      const pids = await readFile(join(group, 'cgroup.procs'), 'utf8').catch(() => '');
      for (const pid of pids.split('\n').filter((line) => line !== '')) kill(Number(pid));
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Killed already, as a member of the same group in another hierarchy.
  }
}

/** The folders of the group and all below it, the deepest first; none if there is no such group. */
async function groupsBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [];
  const groups = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return [folder, ...groups].toSorted((one, other) => other.split('/').length - one.split('/').length);
}

/** `/a` of `/a/b`: the group that competes with what is not of the cluster. */
const topOf = (path: string): string => path.split('/').find((part) => part !== '') ?? '';

/** Not each hierarchy has each setting. */
async function setIfThere(file: string, value: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before !== undefined) await writeFile(file, value);
}

/** A new v1 cpuset is empty, and nothing can run in it. */
async function inheritCpuset(folder: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    const inherited = await readFile(join(dirname(folder), file), 'utf8').catch(() => undefined);
    if (inherited !== undefined) await writeFile(join(folder, file), inherited);
  }
}

/** Reads proc(5), `mountinfo`: `36 35 98:0 /root /mount/point options - type source options`. */
async function hierarchies(): Promise<readonly Hierarchy[]> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  return mounts.split('\n').flatMap((line): readonly Hierarchy[] => {
    const [before = '', after = ''] = line.split(' - ');
    const mountPoint = before.split(' ')[4] ?? '';
    switch (after.split(' ')[0]) {
      case 'cgroup':
        return [{ kind: 'v1', mountPoint }];
      case 'cgroup2':
        return [{ kind: 'v2', mountPoint }];
      default:
        return [];
    }
  });
}
