/** Brings clusters up and takes them down, from the host's side. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';

import { lockFile } from './cache.ts';
import { removeCgroup } from './cgroups.ts';
import { findCluster } from './cluster.ts';
import type { LocalCluster } from './cluster.ts';
import { clusterLayout } from './cluster-layout.ts';
import type { ClusterLayout, ClusterOptions } from './cluster-layout.ts';
import { writePlan } from './cluster-plan.ts';
import { askStatus } from './control-protocol.ts';
import { withFileLock } from './file-lock.ts';
import { endHolder, findHolder, startHolder } from './holder.ts';
import type { HolderLife } from './holder.ts';
import { endNetworkGuests } from './network-guests.ts';
import { preparePlan } from './prepare-plan.ts';
import type { Progress } from './progress.ts';

export interface BringUpRequest {
  readonly options: ClusterOptions;
  readonly life: HolderLife;
  readonly progress: Progress;
  /** Gives up, and takes away what there is of the cluster, when it aborts. */
  readonly signal: AbortSignal;
}

const READY_WITHIN_MS = 300_000;

/**
 * The cluster with these options, brought up unless it is up already.
 *
 * Guarantees: when it fails or is aborted nothing of the cluster is left but its logs.
 */
export async function bringUpCluster(request: BringUpRequest): Promise<LocalCluster> {
  const { options, progress } = request;
  return await exclusively(options.name, progress, async () => {
    const layout = clusterLayout(options.name);
    if ((await findHolder(layout)) === undefined) await start(layout, request);
    const cluster = await settled(layout, request);
    assertSameOptions(cluster.options, options);
    return cluster;
  });
}

/** Takes the cluster down, or what is left of it after a crash. It is no error if there is none. */
export async function takeDownCluster(name: string, progress: Progress): Promise<void> {
  await exclusively(name, progress, () => remove(clusterLayout(name)));
}

async function exclusively<T>(name: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  return await withFileLock(lockFile(`cluster-${name}`), work, () =>
    progress.say(`waiting: another process brings cluster ${name} up or down`),
  );
}

async function start(layout: ClusterLayout, request: BringUpRequest): Promise<void> {
  const { options, life, progress, signal } = request;
  await remove(layout);
  const plan = await preparePlan(options, progress);
  signal.throwIfAborted();
  await mkdir(layout.folder, { recursive: true, mode: 0o700 });
  await writePlan(layout, plan);
  const supervisor = [process.execPath, join(import.meta.dirname, 'supervisor.ts'), options.name];
  await startHolder(layout, supervisor, join(layout.logs, 'supervisor.log'), life);
}

/** Waits until the cluster is ready, and ends it when it does not become so. */
async function settled(layout: ClusterLayout, request: BringUpRequest): Promise<LocalCluster> {
  const { options, progress, signal } = request;
  try {
    await progress.step(`cluster ${options.name} (mode ${options.mode})`, () => untilReady(layout, signal));
    const cluster = await findCluster(options.name);
    if (cluster === undefined) throw new Error('it ended as soon as it was ready');
    return cluster;
  } catch (cause) {
    await endProcesses(layout);
    throw new Error(`cluster "${options.name}" did not come up; its logs are in ${layout.logs}`, { cause });
  }
}

async function untilReady(layout: ClusterLayout, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(READY_WITHIN_MS)]);
  for (;;) {
    deadline.throwIfAborted();
    if ((await findHolder(layout)) === undefined) throw new Error('its processes were ended from outside');
    // The supervisor needs a moment until it listens.
    const status = await askStatus(layout).catch(() => undefined);
    if (status?.state.kind === 'ready') return;
    if (status?.state.kind === 'failed') throw new Error(status.state.error);
    await scheduler.wait(50, { signal: deadline });
  }
}

async function remove(layout: ClusterLayout): Promise<void> {
  await endProcesses(layout);
  await rm(layout.folder, { recursive: true, force: true });
}

async function endProcesses(layout: ClusterLayout): Promise<void> {
  const holder = await findHolder(layout);
  if (holder !== undefined) {
    await endNetworkGuests(holder);
    await endHolder(layout, holder);
  }
  await removeCgroup(layout.cgroupRoot);
}

function assertSameOptions(found: ClusterOptions, wanted: ClusterOptions): void {
  const same =
    found.mode === wanted.mode && found.fsync === wanted.fsync && found.controllers === wanted.controllers;
  if (same) return;
  throw new Error(
    `cluster "${found.name}" is up with other options (${JSON.stringify(found)}): take it down first, or choose another --name`,
  );
}
