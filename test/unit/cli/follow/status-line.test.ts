import { expect, test } from '@jest/globals';
import type { SparkApplicationStatus } from '../../../../src/api/spark-application.ts';
import { statusLine } from '../../../../src/cli/follow/status-line.ts';

const running = (executors: Partial<NonNullable<SparkApplicationStatus['executors']>>, attempt = 1) =>
  ({
    applicationState: { state: 'RUNNING' },
    driverInfo: {},
    attempt,
    executors: { desired: 4, pending: 0, running: 0, succeeded: 0, failed: 0, selector: '', ...executors },
  }) as const;

test.each<{ readonly says: string; readonly status: SparkApplicationStatus | undefined }>([
  { says: 'pi: NEW', status: undefined },
  { says: 'pi: RUNNING', status: running({ desired: 0 }) },
  { says: 'pi: RUNNING [####################] 4/4 executors', status: running({ running: 4 }) },
  {
    says: 'pi: RUNNING [#####++++++++++.....] 1/4 executors, 2 pending, 3 failed',
    status: running({ running: 1, pending: 2, failed: 3 }),
  },
  { says: 'pi: RUNNING, attempt 2 [####################] 9/4 executors', status: running({ running: 9 }, 2) },
])('$says', ({ says, status }) => {
  expect(statusLine('pi', status)).toBe(says);
});
