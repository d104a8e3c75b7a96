import { closest } from 'fastest-levenshtein';
import { FAMILIES, isKnownProperty, PROPERTIES } from './properties.ts';

/** A property that no version of Spark reads. */
export interface UnknownProperty {
  readonly key: string;
  /** The known key that is written most like it; in a family the name at its end is kept. */
  readonly nearest: string;
}

/**
 * Finds the keys below `spark.kubernetes` that nobody reads: they are misspelt, most of the time. What lies elsewhere
 * may be read by a library or by the application.
 */
export function unknownProperties(keys: readonly string[]): readonly UnknownProperty[] {
  return keys
    .filter((key) => key.startsWith('spark.kubernetes.') && !isKnownProperty(key))
    .map((key) => ({ key, nearest: closest(key, [...SINGLE, ...inFamilies(key)]) }));
}

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
