import { describe, expect, test } from '@jest/globals';
import { differencesOf, outcomeOfSpark, type Outcome } from '../oracle/comparison.ts';
import { goldenOf } from '../oracle/golden.ts';
import { changedAt, isObject, type Json } from './json.ts';

const BUILT = builtOf(outcomeOfSpark(goldenOf("template's container: with environment").spark));

/** Every value in it that is no list and no object, by its path. */
function leavesOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (isObject(value))
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
  if (!Array.isArray(value)) return [path];
  return value.flatMap((inner: Json, index) => leavesOf(inner, [...path, String(index)]));
}

function withAt(value: Json, [key = '', ...rest]: readonly string[], leaf: Json): Json {
  const inner = (found: Json): Json => (rest.length === 0 ? leaf : withAt(found, rest, leaf));
  if (!Array.isArray(value)) return changedAt(value, [key], inner);
  return value.map((item: Json, index) => (String(index) === key ? inner(item) : item));
}

function builtOf(outcome: Outcome): Outcome & { readonly kind: 'built' } {
  if (outcome.kind === 'built') return outcome;
  throw new Error(outcome.because);
}

const differencesWith = (objects: Json): readonly string[] =>
  isObject(objects) ? differencesOf(BUILT, { kind: 'built', objects }).map(({ path }) => path) : [];

describe('what is compared', () => {
  test('is equal to itself', () => {
    expect(differencesOf(BUILT, BUILT)).toEqual([]);
  });

  test('differs wherever a single value is another one', () => {
    const leaves = leavesOf(BUILT.objects);
    expect(leaves.length).toBeGreaterThan(100);
    const unseen = leaves.filter(
      (path) => differencesWith(withAt(BUILT.objects, path, 'other')).length === 0,
    );
    expect(unseen).toEqual([]);
  });

  test.each([
    { path: ['driverPod', 'spec', 'restartPolicy'] },
    { path: ['executorPod', 'spec', 'containers', '0', 'env', '3', 'name'] },
    { path: ['properties', 'spark.app.id'] },
  ])('differs in the place that is named: $path', ({ path }) => {
    expect(differencesWith(withAt(BUILT.objects, path, 'other'))).toEqual([path.join('.')]);
  });

  test('differs where something is missing, or too much', () => {
    const fewer = changedAt(BUILT.objects, ['executorPod', 'spec', 'containers', '*', 'env'], () => []);
    expect(differencesWith(fewer)).not.toEqual([]);
    expect(differencesWith({ ...BUILT.objects, besideExecutor: [{ kind: 'Secret' }] })).not.toEqual([]);
    expect(differencesWith(changedAt(BUILT.objects, ['driverPod', 'metadata'], () => undefined))).not.toEqual(
      [],
    );
  });

  test.each<{ readonly spark: Outcome; readonly ours: Outcome; readonly same: boolean }>([
    { spark: refusedBy('driver'), ours: refusedBy('driver'), same: true },
    { spark: refusedBy('executor'), ours: refusedBy('driver'), same: true },
    { spark: refusedBy('driver'), ours: refusedBy('executor'), same: false },
    { spark: refusedBy('driver'), ours: BUILT, same: false },
    { spark: BUILT, ours: refusedBy('driver'), same: false },
    { spark: refusedBy('driver'), ours: { kind: 'crashed', because: 'x' }, same: false },
  ])('is refused by both, and not later by us: $spark.kind $spark.by, $ours.kind $ours.by', (each) => {
    expect(differencesOf(each.spark, each.ours).length === 0).toBe(each.same);
  });
});

function refusedBy(by: 'driver' | 'executor'): Outcome {
  return { kind: 'refused', by, because: 'spark.x: wrong' };
}
