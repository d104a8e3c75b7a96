import { expect, test } from '@jest/globals';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import { waitBeforeWriting } from '../../../src/application/gathering.ts';

const RUNNING: SparkApplicationStatus = { applicationState: { state: 'RUNNING' }, driverInfo: {} };
const withExecutors = (running: number): SparkApplicationStatus => ({
  ...RUNNING,
  executors: { desired: running, pending: 0, running, succeeded: 0, failed: 0, selector: '' },
});

test.each<{
  readonly name: string;
  readonly after: SparkApplicationStatus;
  readonly writtenAtMs: number;
  readonly waitMs: number;
}>([
  { name: 'news of executors wait', after: withExecutors(2), writtenAtMs: 10_000, waitMs: 3_040 },
  {
    name: 'no longer than so long after the last write',
    after: withExecutors(2),
    writtenAtMs: 8_000,
    waitMs: 1_040,
  },
  { name: 'the first of them do not', after: withExecutors(2), writtenAtMs: -Infinity, waitMs: 0 },
  { name: 'those of many wait longer', after: withExecutors(100), writtenAtMs: 10_000, waitMs: 5_000 },
  { name: 'but not for ever', after: withExecutors(5_000), writtenAtMs: 10_000, waitMs: 15_000 },
  {
    name: 'states of executors wait, too',
    after: { ...RUNNING, executorState: { 'pi-exec-1': 'RUNNING' } },
    writtenAtMs: 10_000,
    waitMs: 3_000,
  },
  {
    name: 'anything else does not',
    after: { ...withExecutors(2), observedGeneration: 2 },
    writtenAtMs: 10_000,
    waitMs: 0,
  },
])('$name', ({ after, writtenAtMs, waitMs }) => {
  expect(waitBeforeWriting(RUNNING, after, writtenAtMs, 10_000)).toBe(waitMs);
});
