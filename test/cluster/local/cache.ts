/** Folders that are built once and found again by their name and content key, whoever asks. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { withFileLock } from './file-lock.ts';
import { silentProgress } from './progress.ts';
import type { Progress } from './progress.ts';

/** `$XDG_CACHE_HOME/spark-application-operator`, by default below `~/.cache`. */
export const CACHE_FOLDER = join(
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'spark-application-operator',
);

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** So many folders of a name are kept for long, the ones used last; the others soon go, for they may be large. */
const KEPT = 3;
const KEPT_MS = 30 * DAY_MS;
const OTHERS_KEPT_MS = HOUR_MS;

/**
 * The folder that `build` filled for this name and key, now or at any time before.
 *
 * Guarantees: a folder is complete or absent; of two callers at once one builds and the other waits for it; an
 * interrupted build leaves nothing that is taken for a result. Old folders of the same name are removed: those that
 * nobody asked for in 30 days, and all but the last three that nobody asked for in an hour.
 */
export async function cached(
  name: string,
  key: string,
  build: (folder: string) => Promise<void>,
  progress: Progress = silentProgress,
): Promise<string> {
  const folder = join(CACHE_FOLDER, name, key);
  if (!existsSync(folder)) {
    const buildOnce = async (): Promise<void> => {
      if (!existsSync(folder)) await buildInto(folder, build);
    };
    await withFileLock(lockFile(`${name}-${key}`), buildOnce, () =>
      progress.say(`waiting: another process is making ${name}`),
    );
  }
  const now = new Date();
  await utimes(folder, now, now);
  return folder;
}

/** The file to lock for work of this name that must not happen twice at once on this machine. */
export function lockFile(name: string): string {
  return join(CACHE_FOLDER, 'locks', `${name}.lock`);
}

async function buildInto(folder: string, build: (folder: string) => Promise<void>): Promise<void> {
  const shelf = join(folder, '..');
  await mkdir(shelf, { recursive: true });
  await removeUnused(shelf, Date.now());
  const unfinished = `${folder}.unfinished-${randomUUID()}`;
  await mkdir(unfinished);
  try {
    await build(unfinished);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeUnused(shelf: string, nowMs: number): Promise<void> {
  const paths = (await readdir(shelf)).map((entry) => join(shelf, entry));
  const folders = await Promise.all(
    paths.map(async (path) => ({ path, usedMs: (await stat(path)).mtimeMs })),
  );
  const newestFirst = folders.toSorted((one, other) => other.usedMs - one.usedMs);
  for (const [index, { path, usedMs }] of newestFirst.entries()) {
    // Unfinished folders of builds that were killed go as well, as nobody asks for them.
    const limitMs = index < KEPT ? KEPT_MS : OTHERS_KEPT_MS;
    if (nowMs - usedMs > limitMs) await rm(path, { recursive: true, force: true });
  }
}
