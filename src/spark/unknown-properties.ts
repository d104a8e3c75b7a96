import { closest } from 'fastest-levenshtein';
import { FAMILIES, isKnownProperty, PROPERTIES } from './properties.ts';
import { meantProperty } from './spark-properties.ts';

/** A property that no version of Spark reads. */
export interface UnknownProperty {
  readonly key: string;
  /** The known key that is written most like it; in a family the name at its end is kept. */
  readonly nearest: string;
}

/**
 * Finds the keys that nobody reads, as they are misspelt: below `spark.kubernetes` all that Spark does not know, elsewhere those
 * that are nearly a property of Spark's. Others may be read by a library or by the application.
 */
export function unknownProperties(keys: readonly string[]): readonly UnknownProperty[] {
  return keys.flatMap((key) => {
    const nearest = isOfKubernetes(key) ? nearestOfKubernetes(key) : meantElsewhere(key);
    return nearest === undefined ? [] : [{ key, nearest }];
  });
}

const isOfKubernetes = (key: string): boolean => key.startsWith('spark.kubernetes.');

/** Undefined where it is known. However far the nearest one is, this one has no effect. */
const nearestOfKubernetes = (key: string): string | undefined =>
  isKnownProperty(key) ? undefined : closest(key, [...SINGLE, ...inFamilies(key)]);

/** Without `spark.` in front Spark drops it, which people rely on. */
const meantElsewhere = (key: string): string | undefined =>
  key.startsWith('spark.') && !isKnownProperty(key) ? meantProperty(key) : undefined;

const SINGLE: readonly string[] = PROPERTIES.map(({ key }) => key).filter((key) => !key.endsWith('.'));

/** What the key would be in each family: its end behind the family, be it as many words long or one longer. */
function inFamilies(key: string): readonly string[] {
  const words = key.split('.');
  return FAMILIES.flatMap((family) => {
    const length = family.split('.').length - 1;
    const ends = [words.slice(length), words.slice(length + 1)].filter((end) => end.length > 0);
    return ends.map((end) => family + end.join('.'));
  });
}
