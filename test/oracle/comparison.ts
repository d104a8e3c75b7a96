/** What Spark makes of a case and what we make of it, both without chance, and where they differ. */
import { OperatorError } from '../../src/operator-error.ts';
import { unreachable } from '../../src/unreachable.ts';
import { comparedOfOurs, expectedOfSpark, REFUSED_EARLIER } from '../golden/allowed-differences.ts';
import { at, changedAt, isObject, type Json, type JsonObject } from '../golden/json.ts';
import { normalised } from '../golden/normalise.ts';
import { ourDriver, ourExecutor, plain } from '../golden/our-build.ts';
import { inputOf, type OracleCase } from './oracle-case.ts';

/** What one side makes of a case. */
export type Outcome =
  | { readonly kind: 'built'; readonly objects: JsonObject }
  | { readonly kind: 'refused'; readonly by: 'driver' | 'executor'; readonly because: string }
  | { readonly kind: 'crashed'; readonly because: string };

/** One place in which the two sides differ; undefined stands for nothing at all. */
export interface Difference {
  readonly path: string;
  readonly spark: Json | undefined;
  readonly ours: Json | undefined;
}

/** What Spark makes of it, from the answer of the harness. */
export function outcomeOfSpark(answer: Json): Outcome {
  for (const by of ['driver', 'executor'] as const) {
    const because = normalised(at(answer, by, 'refused') ?? null);
    if (typeof because === 'string') return { kind: 'refused', by, because };
  }
  const all = (...path: readonly string[]): readonly Json[] => listOf(at(answer, ...path)).map(expected);
  return {
    kind: 'built',
    objects: {
      driverPod: expected(at(answer, 'driver', 'pod') ?? null),
      besideDriver: sorted([...all('driver', 'pre'), ...all('driver', 'resources')]),
      properties: normalised(at(answer, 'driver', 'properties') ?? null),
      executorPod: expected(at(answer, 'executor', 'pod') ?? null),
      besideExecutor: sorted(all('executor', 'resources')),
    },
  };
}

const expected = (object: Json): Json => normalised(expectedOfSpark(object));

/** What we make of it. Only an OperatorError is a refusal. */
export function outcomeOfOurs(asked: OracleCase, sparkVersion: string): Outcome {
  try {
    return built(asked, sparkVersion);
  } catch (error) {
    return {
      kind: 'crashed',
      because: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function built(asked: OracleCase, sparkVersion: string): Outcome {
  const input = inputOf(asked, sparkVersion);
  const driver = unlessRefused('driver', () => ourDriver(input, input.conf));
  if ('kind' in driver) return driver;
  const executor = unlessRefused('executor', () => ourExecutor(input, driver.properties, 1));
  if ('kind' in executor) return executor;

  return {
    kind: 'built',
    objects: {
      driverPod: compared(beforeConfFiles(driver.pod)),
      // The first one is the ConfigMap, which Spark adds after its builder.
      besideDriver: sorted(driver.beside.slice(1).map(({ object }) => compared(object))),
      properties: normalised(driver.properties.toRecord()),
      executorPod: compared(executor.pod),
      besideExecutor: sorted(executor.beside.map(({ object }) => compared(object))),
    },
  };
}

const compared = (object: unknown): Json => normalised(comparedOfOurs(plain(object)));

/**
 * Every place in which the two differ, the shortest path first. What both refuse is equal, unless we would refuse it
 * later: after the driver has been submitted.
 */
export function differencesOf(spark: Outcome, ours: Outcome): readonly Difference[] {
  if (spark.kind === 'built' && ours.kind === 'built') {
    return [...differing(spark.objects, ours.objects, '')].toSorted(
      (one, other) => one.path.length - other.path.length,
    );
  }
  if (isRefusedEarlier(spark, ours)) return [];
  const isLater =
    spark.kind === 'refused' && ours.kind === 'refused' && spark.by === 'driver' && ours.by !== 'driver';
  if (spark.kind === ours.kind && !isLater) return [];
  return [
    { path: ours.kind === 'crashed' ? 'crashed' : 'refused', spark: verdict(spark), ours: verdict(ours) },
  ];
}

/** Whether it is meant that we refuse what Spark's builders do not. */
export function isRefusedEarlier(spark: Outcome, ours: Outcome): boolean {
  return (
    spark.kind === 'built' &&
    ours.kind === 'refused' &&
    REFUSED_EARLIER.some(({ says }) => says.test(ours.because))
  );
}

function verdict(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'built':
      return 'builds it';
    case 'refused':
      return `refuses the ${outcome.by}: ${outcome.because}`;
    case 'crashed':
      return `crashes: ${outcome.because}`;
    default:
      return unreachable(outcome);
  }
}

function unlessRefused<T extends object>(
  by: 'driver' | 'executor',
  build: () => T,
): T | (Outcome & { kind: 'refused' }) {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: 'refused', by, because: error.message };
  }
}

/** Spark adds the properties file after its builder, so its pod does not have it. */
function beforeConfFiles(pod: unknown): Json {
  return [
    ['spec', 'volumes'],
    ['spec', 'containers', '*', 'volumeMounts'],
    ['spec', 'containers', '*', 'env'],
  ].reduce((soFar, path) => changedAt(soFar, path, withoutConf), plain(pod));
}

function withoutConf(list: Json): Json {
  const names = ['spark-conf-volume-driver', 'SPARK_CONF_DIR'];
  return listOf(list).filter((item) => !names.some((name) => at(item, 'name') === name));
}

/** Spark puts claims in the order of an unordered map. */
function sorted(objects: readonly Json[]): readonly Json[] {
  const texts = new Map(objects.map((object) => [object, JSON.stringify(withSortedKeys(object))]));
  return objects.toSorted((one, other) => ((texts.get(one) ?? '') < (texts.get(other) ?? '') ? -1 : 1));
}

/** The order in which somebody has written the fields of an object says nothing. */
function withSortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withSortedKeys(item));
  if (!isObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, withSortedKeys(value[key] ?? null)]));
}

function* differing(spark: Json | undefined, ours: Json | undefined, path: string): Generator<Difference> {
  if (JSON.stringify(spark) === JSON.stringify(ours)) return;
  const inside = partsOf(spark, ours);
  if (inside === undefined) yield { path, spark, ours };
  else
    for (const [key, one, other] of inside)
      yield* differing(one, other, path === '' ? key : `${path}.${key}`);
}

/** What stands under each key of two objects, or in each place of two lists of one length. */
function partsOf(
  spark: Json | undefined,
  ours: Json | undefined,
): readonly (readonly [string, Json | undefined, Json | undefined])[] | undefined {
  if (isObject(spark) && isObject(ours)) {
    const keys = new Set([...Object.keys(spark), ...Object.keys(ours)]);
    return [...keys].map((key) => [key, spark[key], ours[key]]);
  }
  if (!Array.isArray(spark) || !Array.isArray(ours)) return undefined;
  const [theirs, own] = [listOf(spark), listOf(ours)];
  if (theirs.length === own.length) {
    return theirs.map((item, index) => [String(index), item, own[index]]);
  }
  const [theirsByName, ownByName] = [byName(theirs), byName(own)];
  if (theirsByName === undefined || ownByName === undefined) return undefined;
  return partsOf(theirsByName, ownByName);
}

/** Lists of named things, of which one has more: then the names say which. */
function byName(list: readonly Json[]): JsonObject | undefined {
  const entries = list.map((item) => [at(item, 'name'), item] as const);
  const names = new Set(entries.map(([name]) => name));
  if (names.size !== list.length || names.has(undefined)) return undefined;
  return Object.fromEntries(entries);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
