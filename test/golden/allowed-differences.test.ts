import { describe, expect, test } from '@jest/globals';
import { ALLOWED_DIFFERENCES } from './allowed-differences.ts';
import { builderCases, recordedCase } from './golden-case.ts';
import type { Json } from './json.ts';
import { ourDriver, ourExecutor, plain } from './our-build.ts';

const CASES = builderCases();

/** Everything that Spark recorded, and what we build from the inputs of its builders. */
const ofSpark: readonly Json[] = [
  ...['java-defaults', 'executors-with-much-set'].flatMap((name) => recordedCase(name).objects),
  ...CASES.flatMap(({ driverPod, executorPod, resources }) => [driverPod, executorPod, ...resources]),
];
const ofOurs: readonly Json[] = CASES.flatMap(({ input }) => {
  const driver = ourDriver(input, input.conf);
  const executor = ourExecutor(input, driver.properties, 1);
  return [driver.pod, executor.pod, ...driver.beside.map(({ object }) => object)].map(plain);
});

const isChangedBy = (change: (object: Json) => Json, objects: readonly Json[]): boolean =>
  objects.some((object) => JSON.stringify(change(object)) !== JSON.stringify(object));

describe('an allowed difference', () => {
  test.each(ALLOWED_DIFFERENCES)('is still one: $name', ({ spark, ours, because }) => {
    expect(isChangedBy(spark, ofSpark) || isChangedBy(ours, ofOurs)).toBe(true);
    expect(because.length).toBeGreaterThan(20);
  });
});
