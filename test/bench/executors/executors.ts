/** The benchmark `executors`: how near the operator comes to somebody who only POSTs the pods of executors. */
import { waitFor } from '../../cluster/local/wait-for.ts';
import type { BenchWorld, ClusterBench, Extent } from '../bench.ts';
import { median, percent, rounded, type Budget } from '../budget.ts';
import { longestTurnMs, operatorFigures } from '../operator-process.ts';
import { startLargeApplication, untilRunning } from './large-application.ts';
import { rawExecutorRate } from './raw-executors.ts';

export const executors: ClusterBench = {
  where: 'cluster',
  says: 'executors of one application created per second, beside POSTing the same pods',
  usual: { count: 5000, rounds: 3, samples: 1 },
  most: { count: 10_000, rounds: 10, samples: 1 },
  run: async ({ count, rounds }: Extent, world) => {
    const pairs: Pair[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const step = <T>(who: string, work: () => Promise<T>): Promise<T> =>
        world.progress.step(`round ${round} of ${rounds}: ${count} executors, ${who}`, work);
      const raw = await step('raw', () => rawExecutorRate(count, world));
      const operator = await step('by the operator', () => operatorRate(count, world));
      pairs.push({ raw, ...operator });
    }
    const rows = pairs.map((pair, index) => [`round ${index + 1}`, row((figure) => figure(pair))]);
    const middle = (figure: Figure): number => median(pairs.map(figure));
    console.table(Object.fromEntries([...rows, ['median', row(middle)]]));
    return budgets(pairs);
  },
};

interface Pair {
  /** Pods per second. */
  readonly raw: number;
  readonly perSecond: number;
  /** The longest time for which the operator's event loop was blocked, whoever had the processor meanwhile. */
  readonly blockedMs: number;
  /** The longest time that the operator itself worked in one turn of its event loop. */
  readonly turnMs: number;
}

type Figure = (pair: Pair) => number;

const ratioOf: Figure = ({ raw, perSecond }) => perSecond / raw;

const row = (of: (figure: Figure) => number) => ({
  'raw, per second': rounded(of(({ raw }) => raw)),
  'operator, per second': rounded(of(({ perSecond }) => perSecond)),
  ratio: percent(of(ratioOf)),
  'event loop blocked, ms': rounded(of(({ blockedMs }) => blockedMs)),
  'longest turn of it, ms of processor time': rounded(of(({ turnMs }) => turnMs)),
});

/** From the moment the driver has asked to the last pod that was accepted, by the operator's own count. */
async function operatorRate(count: number, world: BenchWorld): Promise<Omit<Pair, 'raw'>> {
  const application = await startLargeApplication(world);
  await application.driver.demand(0, WARM_UP);
  await untilRunning(WARM_UP, application, world);
  await operatorFigures();
  const startedAtMs = Date.now();
  const startedMs = performance.now();
  await application.driver.demand(0, count + WARM_UP);
  const { lastMs, blockedMs } = await untilCreated(count + WARM_UP, world);
  await untilRunning(count + WARM_UP, application, world);
  const turnMs = await longestTurnMs(startedAtMs, world);
  await application.operator.stop();
  return { perSecond: (count / (lastMs - startedMs)) * 1_000, blockedMs, turnMs };
}

/** Executors that go before those that are measured. */
const WARM_UP = 200;

/**
 * Waits until the operator says that it has created so many executors: the moment it did, and the longest time for which
 * its event loop was blocked meanwhile, of which it forgets with each look.
 */
async function untilCreated(
  count: number,
  { signal }: BenchWorld,
): Promise<{ lastMs: number; blockedMs: number }> {
  let blockedMs = 0;
  const all = async (): Promise<number | undefined> => {
    const figures = await operatorFigures();
    blockedMs = Math.max(blockedMs, 1_000 * figures('nodejs_eventloop_lag_max_seconds'));
    return figures('spark_operator_executors_created_total') >= count ? performance.now() : undefined;
  };
  const lastMs = await waitFor(`${count} executors`, all, { timeoutMs: 300_000, everyMs: 100, signal });
  return { lastMs, blockedMs };
}

function budgets(pairs: readonly Pair[]): readonly Budget[] {
  return [
    {
      what: 'executors per second, share of the raw rate',
      measured: median(pairs.map(ratioOf)),
      bound: { kind: 'at least', value: 0.6 },
      text: percent,
    },
    {
      what: 'longest turn of the event loop of the operator, processor time',
      measured: Math.max(...pairs.map(({ turnMs }) => turnMs)),
      bound: { kind: 'at most', value: 100 },
      text: (value) => `${rounded(value)} ms`,
    },
  ];
}
