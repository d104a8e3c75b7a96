/** Programs of the host that run in a cluster's network, such as tests: they would keep it alive after the cluster. */
import { readdir, readFile, readlink } from 'node:fs/promises';

import type { Holder } from './holder.ts';
import { waitFor } from './wait-for.ts';

const END_WITHIN_MS = 5000;

/** Ends all of them, but not this process nor those that it was started by. */
export async function endNetworkGuests(holder: Holder): Promise<void> {
  const network = await namespace(holder.pid, 'net');
  if (network === undefined) return;
  const noneLeft = async (): Promise<true | undefined> =>
    (await guestsOf(network)).length === 0 ? true : undefined;
  signalAll(await guestsOf(network), 'SIGTERM');
  try {
    await waitFor('programs in the network of the cluster to end', noneLeft, { timeoutMs: END_WITHIN_MS });
  } catch {
    // They were asked; the cluster ends now.
    signalAll(await guestsOf(network), 'SIGKILL');
  }
}

/** Programs in this network that share our view of process ids; the cluster's own ones have a view of their own. */
async function guestsOf(network: string): Promise<readonly number[]> {
  const ours = await namespace(process.pid, 'pid');
  const spared = await withAncestors(process.pid);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && !spared.includes(pid));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const isGuest = (await namespace(pid, 'net')) === network && (await namespace(pid, 'pid')) === ours;
      return isGuest && !(await isHolder(pid)) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** The holder itself is in the network and has our view of process ids; what it starts has not. */
async function isHolder(pid: number): Promise<boolean> {
  return (await namespace(pid, 'pid')) !== (await namespace(pid, 'pid_for_children'));
}

async function withAncestors(pid: number): Promise<readonly number[]> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const parent = Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
  return parent === 0 ? [pid] : [pid, ...(await withAncestors(parent))];
}

async function namespace(pid: number, kind: string): Promise<string | undefined> {
  return await readlink(`/proc/${pid}/ns/${kind}`).catch(() => undefined);
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself.
    }
  }
}
