import { expect, test } from '@jest/globals';
import { RESERVED_DRIVER_LABELS, RESERVED_EXECUTOR_LABELS } from '../../../src/spark/labels.ts';

test('executors reserve what drivers reserve, and their own', () => {
  expect(RESERVED_EXECUTOR_LABELS).toEqual(
    expect.arrayContaining([...RESERVED_DRIVER_LABELS, 'spark-exec-id']),
  );
});
