import { describe, expect, test } from '@jest/globals';
import { ALLOWED_DIFFERENCES, REFUSED_EARLIER } from './allowed-differences.ts';
import { HAND_PICKED } from '../oracle/cases/hand-picked.ts';
import { isRefusedEarlier, outcomeOfOurs, outcomeOfSpark } from '../oracle/comparison.ts';
import { goldenOf } from '../oracle/golden.ts';
import { inputOf } from '../oracle/oracle-case.ts';
import { recordedCase } from './golden-case.ts';
import { at, type Json } from './json.ts';
import { ourDriver, ourExecutor, plain } from './our-build.ts';

const GOLDENS = HAND_PICKED.map(({ name }) => {
  const golden = goldenOf(name);
  return { ...golden, ours: outcomeOfOurs(golden.asked, '4.3.0') };
});

/** The cases of Spark's builders that nobody refuses. */
const BUILT = GOLDENS.filter(
  ({ spark, ours }) => ours.kind === 'built' && at(spark, 'executor', 'pod') !== undefined,
);

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** Everything that Spark recorded, and what we build from the inputs of its builders. */
const ofSpark: readonly Json[] = [
  ...['java-defaults', 'executors-with-much-set'].flatMap((name) => recordedCase(name).objects),
  ...BUILT.flatMap(({ spark }) => [
    at(spark, 'driver', 'pod') ?? null,
    at(spark, 'executor', 'pod') ?? null,
    ...listOf(at(spark, 'driver', 'resources')),
  ]),
];
const ofOurs: readonly Json[] = BUILT.flatMap(({ asked }) => {
  const input = inputOf(asked, '4.3.0');
  const driver = ourDriver(input, input.conf);
  const executor = ourExecutor(input, driver.properties, 1);
  return [driver.pod, executor.pod, ...driver.beside.map(({ object }) => object)].map(plain);
});

const isChangedBy = (change: (object: Json) => Json, objects: readonly Json[]): boolean =>
  objects.some((object) => JSON.stringify(change(object)) !== JSON.stringify(object));

test('there are at most twelve allowed differences', () => {
  expect(ALLOWED_DIFFERENCES.length + REFUSED_EARLIER.length).toBeLessThanOrEqual(12);
});

describe('an allowed difference', () => {
  test.each(ALLOWED_DIFFERENCES)('is still one: $name', ({ spark, ours, because }) => {
    expect(isChangedBy(spark, ofSpark) || isChangedBy(ours, ofOurs)).toBe(true);
    expect(because.length).toBeGreaterThan(20);
  });
});

describe('an earlier refusal', () => {
  test.each(REFUSED_EARLIER)('is still one: $name', ({ says, because }) => {
    const refused = GOLDENS.filter(({ spark, ours }) => isRefusedEarlier(outcomeOfSpark(spark), ours));
    const reasons = refused.map(({ ours }) => (ours.kind === 'refused' ? ours.because : ''));
    expect(reasons).toContainEqual(expect.stringMatching(says));
    expect(because.length).toBeGreaterThan(20);
  });
});
