/** Lets one process at a time do a piece of work, by a lock that the kernel releases when its holder dies. */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Runs `work` while holding an exclusive lock on `path`; calls `onWait` once if somebody else holds it.
 *
 * Guarantees: the lock is free again when `work` has settled or this process is gone, however it went.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await take(path, onWait);
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Node has no flock. A child process takes the lock, says so, and keeps it until its standard input ends, which the
 * kernel sees to if this process dies.
 */
async function take(path: string, onWait: () => void): Promise<() => Promise<void>> {
  const script = 'flock --nonblock 9 || { echo waiting; flock 9; }; echo held; exec cat >/dev/null';
  // In a process group of its own, so that Ctrl-C on the terminal does not free the lock before the work has stopped.
  const child = spawn('sh', ['-c', `exec 9>"$1"; ${script}`, 'sh', path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  const held = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('waiting')) onWait();
      if (text.includes('held')) resolve();
    });
  });
  const lost = ended.then(() => {
    throw new Error(`cannot lock ${path}: the flock command of util-linux is needed`);
  });
  await Promise.race([held, lost]);
  lost.catch(() => undefined);
  return async () => {
    child.stdin.end();
    await ended;
  };
}
