/**
 * The process that holds a cluster's namespaces: with it the kernel takes away every process, mount, network interface
 * and firewall rule of the cluster, whoever ended it and however.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { ClusterLayout } from './cluster-layout.ts';
import { waitFor } from './wait-for.ts';

export interface Holder {
  readonly pid: number;
  /** When it started, in the kernel's ticks: tells it from a later process with the same id. */
  readonly startTime: string;
}

/** - `detached`: lives on when its starter ends. - `owned`: ends with its starter. */
export type HolderLife = 'detached' | 'owned';

const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Starts `command` as the first ordinary process of new namespaces. Its output goes to `log`. */
export async function startHolder(
  layout: ClusterLayout,
  command: readonly string[],
  log: string,
  life: HolderLife,
): Promise<Holder> {
  await mkdir(dirname(log), { recursive: true });
  // The shell writes down who it is before it becomes the holder, so no holder is ever unknown.
  const register = 'cat /proc/$$/stat >"$1"; shift; exec "$@"';
  // tini is process 1 of the namespace: it collects orphans, which otherwise would stay as zombies.
  const held = ['unshare', ...NAMESPACES, '--', 'tini', '--', ...command];
  const tie = life === 'owned' ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];
  const words = [...tie, 'sh', '-c', register, 'sh', layout.holderFile, ...held];
  const output = openSync(log, 'a');
  try {
    const child = spawn(words[0] ?? '', words.slice(1), {
      detached: true,
      stdio: ['ignore', output, output],
      env: holderEnvironment(),
    });
    child.on('error', () => undefined);
    child.unref();
  } finally {
    closeSync(output);
  }
  return await waitFor('the namespaces', () => findHolder(layout), { timeoutMs: 10_000, everyMs: 10 });
}

/** What the folders are computed from. No more of ours may reach the cluster, a proxy setting least of all. */
function holderEnvironment(): Readonly<Record<string, string>> {
  const { PATH = '', HOME = '/root', XDG_STATE_HOME, XDG_CACHE_HOME } = process.env;
  return {
    PATH,
    HOME,
    ...(XDG_STATE_HOME === undefined ? {} : { XDG_STATE_HOME }),
    ...(XDG_CACHE_HOME === undefined ? {} : { XDG_CACHE_HOME }),
  };
}

/** The living holder of the cluster, if there is one. */
export async function findHolder(layout: ClusterLayout): Promise<Holder | undefined> {
  const written = await processStat(layout.holderFile);
  if (written === undefined) return undefined;
  const now = await processStat(`/proc/${written.pid}/stat`);
  const alive = now !== undefined && now.startTime === written.startTime && now.state !== 'Z';
  return alive ? { pid: written.pid, startTime: written.startTime } : undefined;
}

/** Ends the holder and waits until every process of its namespaces has gone. */
export async function endHolder(layout: ClusterLayout, holder: Holder): Promise<void> {
  // The kernel kills all processes of the namespace and waits for them before its first one, tini, is gone; then the
  // holder ends by itself. Killing the holder first would hide when that is.
  const children = await readFile(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').catch(() => '');
  const first = children.trim();
  kill(first === '' ? holder.pid : Number(first));
  const hasGone = async (): Promise<true | undefined> =>
    (await findHolder(layout)) === undefined ? true : undefined;
  await waitFor(`process ${holder.pid}, which holds the cluster, to end`, hasGone, { timeoutMs: 60_000 });
}

/** The command that runs `command` in the network namespace, seeing the host's files and processes. */
export function inNetwork(holder: Holder, command: readonly string[]): readonly string[] {
  return ['nsenter', `--net=/proc/${holder.pid}/ns/net`, '--', ...command];
}

/** The command that runs `command` as one of the cluster's own processes: its network, mounts and process ids. */
export function inCluster(holder: Holder, command: readonly string[]): readonly string[] {
  const folder = `/proc/${holder.pid}/ns`;
  const namespaces = [`--net=${folder}/net`, `--mount=${folder}/mnt`, `--pid=${folder}/pid_for_children`];
  return ['nsenter', ...namespaces, '--', ...command];
}

interface ProcessStat {
  readonly pid: number;
  readonly state: string;
  readonly startTime: string;
}

/** Reads a line in the form of proc(5), `/proc/PID/stat`: `42 (name) S …`. The name may hold blanks and brackets. */
async function processStat(path: string): Promise<ProcessStat | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [state, ...more] = text
    .slice(text.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  const startTime = more[18];
  const pid = Number.parseInt(text, 10);
  if (state === undefined || startTime === undefined || Number.isNaN(pid)) return undefined;
  return { pid, state, startTime };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in the meantime, which is what was wanted.
  }
}
