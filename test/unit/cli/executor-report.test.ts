import { expect, test } from '@jest/globals';
import { executorReport, reportText } from '../../../src/cli/executor-report.ts';
import { endedContainer, executorPod, executorSet } from '../../fakes/executor-pods.ts';

const since = '1970-01-01T00:00:00Z';
const retire = [{ id: 3, reason: 'scaled down to 2 executors', since }];
const recentLosses = [
  { id: 4, exitCode: 137, causedByApplication: true, reason: 'out of memory', time: '1970-01-01T00:00:30Z' },
];
const waiting = { reason: 'Unschedulable', message: '0/1 nodes are available' };

const report = executorReport(
  [
    executorPod(10, 'Pending', { waiting }),
    executorPod(3, 'Running', { nodeName: 'b' }),
    executorPod(1, 'Running', { nodeName: 'a', createdAtMs: 60_000 }),
    executorPod(2, 'Failed', { ended: [endedContainer(52)], profileId: 7 }),
    executorPod(0),
  ],
  executorSet(2, { retire, recentLosses }),
  undefined,
);

test('executors come in the order of their ids, each with what there is to say about it', () => {
  expect(report.executors).toMatchObject([
    { id: 1, state: 'running', node: 'a', createdAt: '1970-01-01T00:01:00Z' },
    { id: 2, state: 'failed', profile: 7, reason: 'exit code 52 (JVM out of memory)' },
    { id: 3, state: 'retiring', reason: 'scaled down to 2 executors' },
    { id: 10, state: 'pending', reason: 'Unschedulable: 0/1 nodes are available' },
  ]);
  expect(report.executors[0]).not.toHaveProperty('reason');
  expect(report.losses).toEqual(recentLosses);
});

test('people get a table, and one of the losses', () => {
  expect(reportText(report, 90_000)).toBe(
    [
      'ID   STATE      PROFILE   NODE   AGE   REASON',
      '1    running    0         a      30s',
      '2    failed     7                90s   exit code 52 (JVM out of memory)',
      '3    retiring   0         b      90s   scaled down to 2 executors',
      '10   pending    0                90s   Unschedulable: 0/1 nodes are available',
      '',
      'LOST   EXIT CODE   AGE   REASON',
      '4      137         60s   out of memory',
      '',
    ].join('\n'),
  );
});

test('nothing to show is no table', () => {
  expect(reportText(executorReport([], undefined, undefined), 0)).toBe('');
});

test('an application that has failed remembers its losses without its executor set', () => {
  const status = { applicationState: { state: 'FAILED' as const }, driverInfo: {}, recentLosses };
  expect(executorReport([], undefined, status).losses).toEqual(recentLosses);
});
