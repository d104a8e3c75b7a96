import { describe, expect, test } from '@jest/globals';
import {
  allocatesDynamically,
  decommissions,
  scaledTarget,
  scaledTo,
} from '../../../src/executors/scaled-target.ts';
import { executorSet, settingsWith } from '../../fakes/executor-pods.ts';

const instances = (submitted: number | undefined) =>
  settingsWith(submitted === undefined ? {} : { 'spark.executor.instances': String(submitted) });

describe('what spec.executor.instances asks for', () => {
  test.each([
    { name: 'as submitted: nothing', before: undefined, asked: 2, submitted: 2, to: undefined },
    { name: 'never there: nothing', before: undefined, asked: undefined, submitted: 2, to: undefined },
    { name: 'changed: that', before: undefined, asked: 5, submitted: 2, to: 5 },
    {
      name: 'added to an application without: that',
      before: undefined,
      asked: 5,
      submitted: undefined,
      to: 5,
    },
    { name: 'changed again: the new number', before: 5, asked: 3, submitted: 2, to: 3 },
    { name: 'set back to what was submitted: still that', before: 5, asked: 2, submitted: 2, to: 2 },
    { name: 'taken away: the last number', before: 5, asked: undefined, submitted: 2, to: 5 },
  ])('$name', ({ before, asked, submitted, to }) => {
    expect(scaledTo(before, asked, instances(submitted))).toBe(to);
  });

  test.each([
    { name: 'static, as submitted', submitted: 'false', reported: 'false', target: 5 },
    { name: 'static, nothing reported', submitted: 'false', reported: undefined, target: 5 },
    { name: 'switched on by code', submitted: 'false', reported: ' TRUE', target: undefined },
    { name: 'switched off by code', submitted: 'true', reported: 'false', target: 5 },
    { name: 'dynamic, nothing reported', submitted: 'true', reported: undefined, target: undefined },
  ])('counts without dynamic allocation only: $name', ({ submitted, reported, target }) => {
    const key = 'spark.dynamicAllocation.enabled';
    const { spec } = executorSet(2, {}, reported === undefined ? {} : { conf: { [key]: reported } });
    const settings = settingsWith({ [key]: submitted });
    expect(scaledTarget(5, spec, settings)).toBe(target);
    expect(scaledTarget(undefined, spec, settings)).toBeUndefined();
    expect(allocatesDynamically(spec, settings)).toBe(target === undefined);
  });
});

test('whether executors decommission themselves is the word of the driver, then of the application', () => {
  const key = 'spark.decommission.enabled';
  expect(decommissions({}, settingsWith({ [key]: 'true' }))).toBe(true);
  expect(decommissions({ conf: { [key]: 'false' } }, settingsWith({ [key]: 'true' }))).toBe(false);
  expect(decommissions({ conf: { [key]: 'true' } }, settingsWith())).toBe(true);
});
