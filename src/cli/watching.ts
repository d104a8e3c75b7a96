import { sleep } from '../clock.ts';
import { ApiError, type ApiErrorReason } from '../kube/api-error.ts';
import type { Cluster } from './cluster.ts';
import { UsageError, type Terminal } from './command.ts';
import { alignedText, type Row } from './output.ts';

/*
 * What commands share that show something, and then go on with what changes of it: a flag, the patience with a server that is
 * away for a while, and a table that rows are added to.
 */

/** The flag of commands that can go on. */
export const WATCH_OPTIONS = { watch: { type: 'boolean', short: 'w', default: false } } as const;

/** The same, for `--help`. */
export const WATCH_USAGE = '  -w, --watch            goes on with what changes, until Ctrl-C';

/** What passes: a server that restarts or has too much to do, credentials that are renewed, a list that has grown old. */
const PASSING: readonly ApiErrorReason[] = [
  'Unreachable',
  'ServerError',
  'TooManyRequests',
  'Unauthorized',
  'Gone',
];

/** Whether waiting mends it. A right that is missing and an object that is not there stay so. */
export const isPassing = (error: unknown): error is ApiError =>
  error instanceof ApiError && PASSING.includes(error.reason);

/** Between two looks of somebody who watches: a request a second is nothing to an API server. */
const LOOK_EVERY_MS = 1_000;

/**
 * Looks again and again until Ctrl-C.
 *
 * Guarantees: once the first look has gone well, a server that does not answer well for a while ends nothing, and is told once.
 * Fails: with what the first look fails with, and later with what no waiting mends.
 */
export async function lookAgain(
  look: (enough: AbortSignal) => Promise<void>,
  cluster: Pick<Cluster, 'after' | 'now'>,
  terminal: Terminal,
): Promise<void> {
  const enough = terminal.interrupted();
  // Timers of the clock let a process end that has nothing else to wait for.
  const alive = setInterval(() => undefined, LOOK_EVERY_MS);
  const tellOnce = onceUntilWell(terminal);
  try {
    await look(enough);
    while (!enough.aborted) {
      await sleep(cluster, LOOK_EVERY_MS, enough);
      if (!enough.aborted) await look(enough).then(tellOnce, tellOnce);
    }
  } catch (error) {
    if (!enough.aborted) throw error;
  } finally {
    clearInterval(alive);
  }
}

/** Tells what passes, once, until a look goes well. Fails: with everything else. */
function onceUntilWell(terminal: Terminal): (error?: unknown) => void {
  let told = '';
  return (error) => {
    if (error !== undefined && !isPassing(error)) throw error;
    const message = error?.message ?? '';
    if (message !== '' && message !== told) terminal.tell(`the API server does not answer well: ${message}`);
    told = message;
  };
}

/** Fails: with a UsageError for a format that has no rows which could follow. */
export function refuseWatching(isWatching: boolean, output: string | undefined): void {
  if (isWatching && output !== undefined && output !== 'wide') {
    throw new UsageError(`--watch shows a table, so -o ${output} does not go with it`);
  }
}

/**
 * A table that goes on: of the rows that it is shown it prints those that are new, and those that say something else than
 * before, under the headings of the first.
 *
 *   NAME       STATE       EXECUTORS   AGE
 *   spark-pi   SUBMITTED   0/2         3s
 *   spark-pi   RUNNING     2/2         9s
 */
export class ChangingTable {
  readonly #shown = new Map<string, string>();
  readonly #print: (text: string) => void;
  #widths: readonly number[] | undefined;

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  /**
   * Prints the rows that have changed, in columns as wide as at first; the headings go before the first of them. Ages
   * change all the time, so they do not count.
   *
   * @param rows by what they are about
   */
  show(rows: ReadonlyMap<string, Row>): void {
    const changed = [...rows].filter(([id, row]) => this.#shown.get(id) !== contentOf(row));
    if (changed.length === 0) return;
    for (const [id, row] of changed) this.#shown.set(id, contentOf(row));
    const { text, widths } = alignedText(
      changed.map(([, row]) => row),
      this.#widths,
    );
    this.#widths = widths;
    this.#print(text);
  }
}

const contentOf = (row: Row): string => JSON.stringify({ ...row, AGE: '' });
