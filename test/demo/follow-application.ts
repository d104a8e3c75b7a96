/** Follows an application on a cluster from its creation to its end, and says what happens. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { scheduler } from 'node:timers/promises';

import type { Tool } from '../cluster/install-operator.ts';
import type { Progress } from '../cluster/local/progress.ts';
import { WATCH_TEMPLATE, withPodLine, type ExecutorRow } from './executor-timeline.ts';

/** How the demo reaches a cluster. */
export interface ClusterAccess {
  readonly kubectl: Tool;
  /** The command that runs kubectl with these words, for what has to be read as it comes. */
  readonly kubectlCommand: (words: readonly string[]) => readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Ending {
  /** COMPLETED or FAILED. */
  readonly state: string;
  readonly errorMessage: string;
  readonly executors: readonly ExecutorRow[];
}

const LOOK_EVERY_MS = 500;

/** Resolves when the application has ended; says each new state, and each change of its executors. */
export async function followApplication(
  name: string,
  access: ClusterAccess,
  progress: Progress,
  signal: AbortSignal,
): Promise<Ending> {
  const timeline = watchExecutors(name, access);
  try {
    const { state, errorMessage } = await untilEnded(name, access, progress, signal);
    return { state, errorMessage, executors: timeline.rows() };
  } finally {
    timeline.stop();
  }
}

async function untilEnded(
  name: string,
  { kubectl }: ClusterAccess,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ readonly state: string; readonly errorMessage: string }> {
  let said = '';
  for (;;) {
    signal.throwIfAborted();
    const state = await kubectl(['get', 'sparkapp', name, '-o', 'jsonpath={.status.applicationState.state}']);
    const counts = await kubectl(['get', 'sparkapp', name, '-o', `jsonpath=${COUNTS}`]);
    const line = `${name}: ${state || 'new'}${counts === '' ? '' : `, ${counts}`}`;
    if (line !== said) progress.say(line);
    said = line;
    if (state === 'COMPLETED' || state === 'FAILED') {
      const path = 'jsonpath={.status.applicationState.errorMessage}';
      return { state, errorMessage: await kubectl(['get', 'sparkapp', name, '-o', path]) };
    }
    await scheduler.wait(LOOK_EVERY_MS, { signal });
  }
}

const COUNTS =
  '{range .status.executors}executors: {.running} running, {.pending} pending, {.desired} wanted{end}';

interface Timeline {
  rows(): readonly ExecutorRow[];
  stop(): void;
}

/** Watches the executor pods, because those that have ended are deleted. */
function watchExecutors(name: string, access: ClusterAccess): Timeline {
  const selector = `spark-role=executor,sparkoperator.k8s.io/app-name=${name}`;
  const words = ['get', 'pods', '-l', selector, '--watch', '--output-watch-events', '-o'];
  const [program = '', ...rest] = access.kubectlCommand([...words, `jsonpath=${WATCH_TEMPLATE}`]);
  const child = spawn(program, rest, {
    env: { ...process.env, ...access.environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let rows: ReadonlyMap<string, ExecutorRow> = new Map();
  createInterface(child.stdout).on('line', (line) => {
    rows = withPodLine(rows, line);
  });
  return { rows: () => [...rows.values()], stop: () => void child.kill() };
}
