/** The benchmark `plan`: how long the operator thinks about one submission before its first request. */
import { randomUUID } from 'node:crypto';

import { fullApplication } from '../../apiserver/full-application.ts';
import type { SparkApplication } from '../../../src/api/spark-application.ts';
import { decideSubmission } from '../../../src/submission/decide-submission.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import type { Bench, Extent } from '../bench.ts';
import { median, quantile, type Budget } from '../budget.ts';
import { application } from '../submit/applications.ts';

export const plan: Bench = {
  where: 'here',
  says: 'the time to plan all objects of one application, and to check it before, without a cluster',
  usual: { count: 1, rounds: 1, samples: 2000 },
  most: { count: 1, rounds: 1, samples: 100_000 },
  run: ({ samples }: Extent) => {
    const figures = Object.entries(APPLICATIONS).map(([name, make]) => ({
      name,
      planned: timesOf(planOnly, make, samples),
      decided: timesOf(checkAndPlan, make, samples),
    }));
    const rows = figures.flatMap(({ name, planned, decided }) => [
      [`${name}: plan`, row(planned)] as const,
      [`${name}: all checks, and plan`, row(decided)] as const,
    ]);
    console.table(Object.fromEntries(rows));
    return figures.map(({ name, planned }): Budget => ({
      what: `one plan, ${name}, median`,
      measured: median(planned),
      bound: { kind: 'at most', value: LIMIT_MS },
      text: (value) => `${thousandths(value)} ms`,
    }));
  },
};

/** One line of the table that is printed. */
const row = (ms: readonly number[]) => ({
  'p50, ms': thousandths(median(ms)),
  'p99, ms': thousandths(quantile(ms, 0.99)),
  'mean, ms': thousandths(ms.reduce((sum, each) => sum + each, 0) / ms.length),
});

const LIMIT_MS = 0.5;

/** Plans that go before those that count: an operator that is flooded has compiled its code by then. */
const WARM_UP = 2000;

const APPLICATIONS: Readonly<Record<string, (name: string) => SparkApplication>> = {
  'examples/spark-pi.yaml': (name) => application('bench', name),
  'every field there is': (name) => {
    const full = fullApplication('bench');
    return { ...full, metadata: { ...full.metadata, name } };
  },
};

/** What a submission creates. */
function planOnly(each: SparkApplication): void {
  planSubmission({ application: each, attempt: 1, submittedAtMs: 0, settings: SETTINGS });
}

/** What the operator does before its first request: the checks build an executor, too. */
function checkAndPlan(each: SparkApplication): void {
  const { kind } = decideSubmission({ application: each, attempt: 1, submittedAtMs: 0, settings: SETTINGS });
  if (kind !== 'submit') throw new Error(`${each.metadata.name} was refused: nothing was measured`);
}

/** How long each took, in ms. No two are for the same application. */
function timesOf(
  work: (each: SparkApplication) => void,
  make: (name: string) => SparkApplication,
  samples: number,
): readonly number[] {
  const times = Array.from({ length: WARM_UP + samples }, (_, index) => {
    const each = stored(make(`pi-${index}`));
    const startedMs = performance.now();
    work(each);
    return performance.now() - startedMs;
  });
  return times.slice(WARM_UP);
}

const SETTINGS = { pluginConfigMapName: 'spark-operator-driver-plugin-0123456789ab', sparkUser: 'spark' };

/** As it comes from the API server: with a uid, and read from JSON. */
function stored({ metadata, ...rest }: SparkApplication): SparkApplication {
  const text = JSON.stringify({ ...rest, metadata: { ...metadata, uid: randomUUID() } });
  const read: SparkApplication = JSON.parse(text);
  return read;
}

const thousandths = (value: number): number => Number(value.toFixed(3));
