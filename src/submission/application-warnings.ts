import type { SparkApplication } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { PROPERTIES } from '../spark/properties.ts';
import { unknownProperties } from '../spark/unknown-properties.ts';

/**
 * Finds what a person will not have meant, and what keeps nothing from running: properties that nobody reads.
 *
 * Guarantees: never throws, whatever the application says.
 */
export function applicationWarnings({ spec }: SparkApplication): readonly Violation[] {
  const keys = Object.keys(spec.sparkConf ?? {});
  const unknown = unknownProperties(keys).map(({ key, nearest }) => ({
    path: `spec.sparkConf[${key}]`,
    message: `No version of Spark knows this property. Did you mean ${nearest}?`,
  }));
  const idle = keys.flatMap((key) => {
    const because = WITHOUT_EFFECT.get(key);
    if (because === undefined) return [];
    return [{ path: `spec.sparkConf[${key}]`, message: `The property has no effect: ${because}.` }];
  });
  return [...unknown, ...idle];
}

/** Properties of Spark's that have no effect here, with the reason. */
const WITHOUT_EFFECT: ReadonlyMap<string, string> = new Map(
  PROPERTIES.flatMap(({ key, because }) => (because === undefined ? [] : [[key, because] as const])),
);
