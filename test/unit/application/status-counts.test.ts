import { expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import type { Failures } from '../../../src/api/restart-policy.ts';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import { statusCounts } from '../../../src/application/status-counts.ts';

const status = (state: ApplicationState, last?: Failures['last']): SparkApplicationStatus => ({
  applicationState: { state },
  driverInfo: {},
  failures: { application: 0, infrastructure: 0, submission: 0, inRow: 0, ...(last && { last }) },
});

const failure = (reason: string, kind: 'application' | 'infrastructure' | 'submission', time = 'now') => ({
  kind,
  reason,
  time,
});
const PULL = failure('DriverImagePullFailed', 'application');
const LOST = failure('DriverLost', 'infrastructure');
const REFUSED = failure('SubmissionRefused', 'submission');

test.each([
  { from: undefined, to: status('SUBMITTED'), counts: ['attempts after nothing'] },
  {
    from: undefined,
    to: status('SUBMISSION_FAILED', REFUSED),
    counts: ['start_failures SubmissionRefused', 'attempts after nothing'],
  },
  { from: status('SUBMITTED'), to: status('RUNNING'), counts: [] },
  { from: status('RUNNING'), to: status('RUNNING', PULL), counts: [] },
  {
    from: status('SUBMITTED'),
    to: status('FAILING', PULL),
    counts: ['start_failures DriverImagePullFailed'],
  },
  {
    from: status('SUBMITTED', PULL),
    to: status('FAILING', { ...PULL, time: 'later' }),
    counts: ['start_failures DriverImagePullFailed'],
  },
  { from: status('RUNNING'), to: status('FAILING', LOST), counts: [] },
  { from: status('FAILING', PULL), to: status('FAILED', PULL), counts: ['applications_ended FAILED'] },
  { from: status('SUCCEEDING'), to: status('COMPLETED'), counts: ['applications_ended COMPLETED'] },
  {
    from: status('FAILING', PULL),
    to: status('PENDING_RERUN', PULL),
    counts: ['attempts after application'],
  },
  {
    from: status('FAILING', LOST),
    to: status('PENDING_RERUN', LOST),
    counts: ['attempts after infrastructure'],
  },
  {
    from: status('SUBMISSION_FAILED', REFUSED),
    to: status('PENDING_RERUN', REFUSED),
    counts: ['attempts after submission'],
  },
  { from: status('PENDING_RERUN', LOST), to: status('SUBMITTED', LOST), counts: [] },
  { from: status('SUCCEEDING'), to: status('PENDING_RERUN'), counts: ['attempts after success'] },
  { from: status('INVALIDATING', LOST), to: status('PENDING_RERUN'), counts: ['attempts after edit'] },
  { from: status('SUSPENDED'), to: status('RESUMING'), counts: ['attempts after suspension'] },
])('$from.applicationState.state → $to.applicationState.state: $counts', ({ from, to, counts }) => {
  const counted = statusCounts(from, to).map(({ name, labels }) => {
    const what = name.replace('spark_operator_', '').replace('_total', '');
    return `${what} ${Object.entries(labels)
      .map(([label, value]) => (label === 'after' ? `after ${value}` : value))
      .join()}`;
  });
  expect(counted).toEqual(counts);
});
