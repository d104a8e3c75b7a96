import { describe, expect, test } from '@jest/globals';
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { Observed } from '../../../src/application/observed.ts';
import { scaleEvents, scaleVerdict } from '../../../src/application/scale.ts';
import { nextStatus } from '../../../src/application/status.ts';
import { applicationIn } from '../../fakes/applications.ts';
import { executorSet } from '../../fakes/executor-pods.ts';

const DYNAMIC = { conf: { 'spark.dynamicAllocation.enabled': 'true' } };

const withSet = (set: SparkExecutorSet | undefined): Observed => ({
  application: applicationIn('RUNNING'),
  driver: { kind: 'absent' },
  executorSet: set,
  executorPods: 0,
});

/** The application as it is after a look at that set. */
function after(before: Observed): Observed {
  const status = nextStatus(before, undefined, 0);
  return { ...before, application: { ...before.application, status } };
}

describe('a change of spec.executor.instances', () => {
  test.each([
    { name: 'none yet: nothing to say', set: executorSet(2), reason: undefined, event: [] },
    { name: 'no set any more: nothing to say', set: undefined, reason: undefined, event: [] },
    {
      name: 'decides without dynamic allocation',
      set: executorSet(2, { scaledTo: 4 }),
      reason: 'SpecDecides',
      event: [{ type: 'Normal', reason: 'SparkApplicationScaled', message: expect.stringContaining('4') }],
    },
    {
      name: 'has no effect with it, and a person hears of that',
      set: executorSet(2, { scaledTo: 4 }, DYNAMIC),
      reason: 'DynamicAllocationDecides',
      event: [
        {
          type: 'Warning',
          reason: 'SparkApplicationNotScaled',
          message: expect.stringContaining('no effect'),
        },
      ],
    },
  ])('$name', ({ set, reason, event }) => {
    expect(scaleVerdict(set)?.reason).toBe(reason);
    expect(scaleEvents(withSet(set))).toMatchObject(event);
    const { application } = after(withSet(set));
    expect(application.status?.conditions?.find(({ type }) => type === 'Scaled')?.reason).toBe(reason);
  });

  test('is told once, and the next one again', () => {
    const told = after(withSet(executorSet(2, { scaledTo: 4 })));
    expect(scaleEvents(told)).toEqual([]);
    expect(scaleEvents({ ...told, executorSet: executorSet(2, { scaledTo: 3 }) })).toHaveLength(1);
  });
});
