/** The operator as a process of its own, as it is shipped: one file, without what the benchmark has in memory. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { run } from '../cluster/local/run.ts';
import { waitFor } from '../cluster/local/wait-for.ts';
import type { BenchWorld } from './bench.ts';
import type { Program } from './program.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const PORT = 18_080;
const READY_WITHIN_MS = 30_000;
const TURNS_WITHIN_MS = 10_000;
/** As large as the real jar. What is in it matters to drivers only, and none runs here. */
const JAR_BYTES = 48 * 1024;

const bundleIn = (folder: string): string => join(folder, 'operator.mjs');
const turnsIn = (folder: string): string => join(folder, 'event-loop-turns.jsonl');
const jarIn = (folder: string): string => join(folder, 'driver-plugin.jar');

/** Makes the operator's files in `folder`. */
export async function buildOperator(folder: string): Promise<void> {
  const bundle = ['npm', 'run', '--silent', 'build:operator', '--', `--outfile=${bundleIn(folder)}`];
  await run(bundle, { cwd: REPOSITORY });
  await writeFile(jarIn(folder), randomBytes(JAR_BYTES));
}

/** What the operator says of itself: the value of a series by its name with its labels, 0 where there is none. */
export async function operatorFigures(): Promise<(series: string) => number> {
  const text = await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text();
  const lines = text.split('\n');
  return (series) => Number(lines.find((line) => line.startsWith(`${series} `))?.slice(series.length) ?? 0);
}

/** How many driver pods the operator says have been accepted, since it was started. */
export const acceptedDrivers = async (): Promise<number> =>
  (await operatorFigures())('spark_operator_submissions_total{outcome="accepted"}');

/** A line of `event-loop-probe.ts`. */
interface Turn {
  readonly atMs: number;
  readonly turnMs: number;
}

/**
 * The longest time that the operator's main thread worked in one turn of its event loop from then to now, in milliseconds.
 *
 * Fails: where the operator does not say so of the whole time until now.
 */
export async function longestTurnMs(sinceMs: number, { cluster, signal }: BenchWorld): Promise<number> {
  const untilMs = Date.now();
  const saidAll = async (): Promise<readonly Turn[] | undefined> => {
    const lines = (await readFile(turnsIn(cluster.layout.folder), 'utf8')).split('\n').slice(0, -1);
    const turns = lines.map((line) => JSON.parse(line) as Turn).filter(({ atMs }) => atMs >= sinceMs);
    return turns.some(({ atMs }) => atMs >= untilMs) ? turns : undefined;
  };
  const what = 'the turns of the event loop until now';
  const turns = await waitFor(what, saidAll, { timeoutMs: TURNS_WITHIN_MS, signal });
  return Math.max(...turns.map(({ turnMs }) => turnMs));
}

/** The flags that the image runs Node with. */
function nodeFlags(): readonly string[] {
  const [, entryPoint = '[]'] =
    /^ENTRYPOINT (.*)$/mu.exec(readFileSync(join(REPOSITORY, 'Dockerfile'), 'utf8')) ?? [];
  return (JSON.parse(entryPoint) as readonly string[]).filter((word) => word.startsWith('--'));
}

/** Runs it on one namespace; settles when it answers. What it has built by then is in the cluster's folder. */
export async function startOperator(namespace: string, world: BenchWorld): Promise<Program> {
  const { cluster, signal } = world;
  const { profiles, flags } = world.operator;
  const { folder } = cluster.layout;
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const probe = ['--import', join(import.meta.dirname, 'event-loop-probe.ts')];
  const node = ['env', `EVENT_LOOP_TURNS=${turnsIn(folder)}`, process.execPath, ...nodeFlags(), ...probe];
  await rm(turnsIn(folder), { force: true });
  const own = ['--namespaces', namespace, '--driver-plugin', jarIn(folder), '--port', String(PORT)];
  const program = world.start({
    name: 'operator',
    command: [...node, ...profiling, bundleIn(folder), '--no-leader-election', ...own, ...flags],
  });
  const isReady = async (): Promise<true | undefined> =>
    (await fetch(`http://127.0.0.1:${PORT}/readyz`)).ok ? true : undefined;
  await waitFor('the operator to be ready', isReady, { timeoutMs: READY_WITHIN_MS, signal });
  return program;
}
