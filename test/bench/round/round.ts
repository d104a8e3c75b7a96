/** The benchmark `round`: how long the operator thinks about the executors of one large application. */
import { EXECUTOR_SETS, type SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';
import { parseExecutorSettings } from '../../../src/executors/executor-settings.ts';
import type { ObservedExecutors } from '../../../src/executors/observed-executors.ts';
import { planRound } from '../../../src/executors/plan-round.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { endedContainer, executorPod, executorSet, snapshotOf } from '../../fakes/executor-pods.ts';
import type { Extent, LocalBench } from '../bench.ts';
import { median, quantile, rounded, type Budget } from '../budget.ts';

export const round: LocalBench = {
  where: 'here',
  says: 'the time to plan one round over the executors of an application, without a cluster',
  usual: { count: 10_000, rounds: 1, samples: 200 },
  most: { count: 100_000, rounds: 1, samples: 10_000 },
  run: ({ count, samples }: Extent) => {
    const figures = Object.entries(ROUNDS).map(([name, observed]) => ({
      name,
      ms: timesOf(observed(count), samples),
    }));
    console.table(Object.fromEntries(figures.map(({ name, ms }) => [name, row(ms)])));
    return figures.map(({ name, ms }): Budget => ({
      what: `one round over ${count} executors, ${name}, median`,
      measured: median(ms),
      bound: { kind: 'at most', value: LIMIT_MS },
      text: (value) => `${rounded(value)} ms`,
    }));
  },
};

const row = (ms: readonly number[]) => ({
  'p50, ms': rounded(median(ms)),
  'p99, ms': rounded(quantile(ms, 0.99)),
});

const LIMIT_MS = 20;

/** Rounds that go before those that count. */
const WARM_UP = 50;

const SETTINGS = parseExecutorSettings(
  SparkConf.from({
    'spark.kubernetes.allocation.batch.size': '1000',
    'spark.executor.maxNumFailures': '1000000',
  }),
);

/** What happens in the rounds that are measured; `count` executors are there, or wanted. */
const ROUNDS: Readonly<Record<string, (count: number) => ObservedExecutors>> = {
  'all run and nothing is new': (count) => observed(count, count),
  'a batch of 1,000 is asked for': (count) => observed(count - 1_000, count),
  '1,000 have failed': (count) => {
    const { snapshot, ...rest } = observed(count, count);
    const failed = ids(1_000).map((id) => executorPod(id, 'Failed', { ended: [endedContainer(1)] }));
    const changes = failed.map((pod) => ({ kind: 'updated', state: { kind: 'failed', pod } }) as const);
    return { ...rest, changes, snapshot: snapshot.withChanges(changes) };
  },
};

const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

function observed(there: number, wanted: number): ObservedExecutors {
  return {
    set: setOf(there, wanted),
    appId: 'spark-1',
    driver: { ready: true, ended: false },
    settings: SETTINGS,
    snapshot: snapshotOf(...ids(there).map((id) => executorPod(id))),
    changes: [],
    memory: { ...EMPTY_MEMORY, nextExecutorId: there + 1 },
    mostExecutors: 100_000,
  };
}

const setOf = (there: number, wanted: number): Stored<SparkExecutorSet> => ({
  ...executorSet(wanted, { nextExecutorId: there + 1, unfinished: `1-${there}` }),
  apiVersion: EXECUTOR_SETS.apiVersion,
});

function timesOf(given: ObservedExecutors, samples: number): readonly number[] {
  const times = ids(WARM_UP + samples).map(() => {
    const startedMs = performance.now();
    planRound(given, 100_000);
    return performance.now() - startedMs;
  });
  return times.slice(WARM_UP);
}
