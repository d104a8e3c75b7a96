import { isTerminal } from '../api/application-state.ts';
import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { CLUSTER_OPTIONS, CLUSTER_USAGE, withCluster, type Cluster } from './cluster.ts';
import { parseCount, parseNamed } from './command-line.ts';
import { CommandError, EXIT, UsageError, type Command } from './command.ts';
import { applicationNamed } from './named-application.ts';
import { stateText } from './state-text.ts';

const USAGE = `Usage: sparkctl wait APP [flags]

Waits until an application has ended, in silence; sparkctl follow shows what it does meanwhile.

      --for WHAT         end or running (end)
      --timeout SECONDS  how long to wait (without end)
${CLUSTER_USAGE}
  -h, --help

Examples:
  sparkctl wait spark-pi --timeout 600
  sparkctl wait spark-pi --for running

Exit codes: 0 it has completed, or runs; 1 it has failed, was deleted, or the time is over; 2 wrong flags.
`;

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  for: { type: 'string', default: 'end' },
  timeout: { type: 'string' },
} as const;

/** Between two looks: one request a second is nothing to an API server, and a script is not in a hurry. */
const LOOK_EVERY_MS = 1_000;

/**
 * Waits for a state of an application.
 *
 * Guarantees: one that has ended before it ran is not waited for any longer.
 * Fails: with a CommandError where the application goes, or the time is over.
 */
export const wait: Command = {
  usage: USAGE,
  run(words, terminal) {
    const { name, flags } = parseNamed(words, OPTIONS);
    if (flags.for !== 'end' && flags.for !== 'running') {
      throw new UsageError(`--for takes end or running, not "${flags.for}"`);
    }
    const isEnough = flags.for === 'end' ? hasEnded : runsOrHasEnded;
    const patienceMs =
      flags.timeout === undefined ? Number.POSITIVE_INFINITY : parseCount('--timeout', flags.timeout) * 1_000;
    return withCluster(flags, terminal, async (cluster) => {
      const reached = await untilEnough(await applicationNamed(name, cluster), isEnough, patienceMs, cluster);
      terminal.print(`${name} is ${reached}\n`);
      return reached === 'FAILED' ? EXIT.failed : EXIT.done;
    });
  },
};

type State = SparkApplication['status'];

const hasEnded = (status: State): boolean => isTerminal(status?.applicationState.state ?? '');
const runsOrHasEnded = (status: State): boolean => stateText(status) === 'RUNNING' || hasEnded(status);

/** The state in which it is enough. */
async function untilEnough(
  { metadata, status }: Stored<SparkApplication>,
  isEnough: (status: State) => boolean,
  patienceMs: number,
  cluster: Cluster,
): Promise<string> {
  const begunMs = cluster.now();
  let current = status;
  // Timers of the clock let a process end that has nothing else to wait for.
  const alive = setInterval(() => undefined, LOOK_EVERY_MS);
  try {
    while (!isEnough(current)) {
      if (cluster.now() - begunMs >= patienceMs) {
        throw new CommandError(
          `${metadata.name} is still ${stateText(current)} after ${patienceMs / 1_000} s`,
        );
      }
      await new Promise<void>((resolve) => void cluster.after(LOOK_EVERY_MS, resolve));
      const found = await cluster.api.get(APPLICATIONS, metadata);
      if (found?.metadata.uid !== metadata.uid) throw new CommandError(`${metadata.name} was deleted`);
      current = found.status;
    }
  } finally {
    clearInterval(alive);
  }
  return stateText(current);
}
