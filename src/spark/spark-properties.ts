import names from './property-names.json' with { type: 'json' };
import { nearestWord } from './nearest-word.ts';

/**
 * Every property that the classes of Spark 3.4 to 4.3 name, outside `spark.kubernetes`, as its words.
 *
 * Guarantees: none that Spark reads is missing, other than those made up of words at run time; a few are no properties.
 *
 * @see test/oracle/property-names, which writes them
 */
export const SPARK_PROPERTIES: readonly (readonly string[])[] = Object.entries(names).flatMap(
  ([before, lastWords]) => lastWords.map((last) => [...before.split('.'), last]),
);

const KEYS: ReadonlySet<string> = new Set(SPARK_PROPERTIES.map((words) => words.join('.')));

/** Whoever sets them chooses the words behind: of libraries, of variables, of catalogs, of devices. */
const OF_USERS = [
  'spark.hadoop.',
  'spark.hive.',
  'spark.executorEnv.',
  'spark.yarn.appMasterEnv.',
  'spark.metrics.conf.',
  'spark.plugins.internal.conf.',
  'spark.sql.catalog.',
  'spark.driver.resource.',
  'spark.executor.resource.',
  'spark.task.resource.',
];

/**
 * The property of Spark that somebody meant who wrote `key`: all words are the same but one, which is misspelt. Undefined where
 * Spark has the key itself, and where none is as near as that: applications and libraries have properties of their own, below
 * `spark.` too.
 */
export function meantProperty(key: string): string | undefined {
  if (KEYS.has(key) || OF_USERS.some((family) => key.startsWith(family))) return undefined;
  const words = key.split('.');
  const alike = SPARK_PROPERTIES.filter(({ length }) => length === words.length);
  // The first word is the same for all of them.
  for (let at = 1; at < words.length; at += 1) {
    const others = alike.filter((known) =>
      known.every((word, index) => index === at || word === words[index]),
    );
    const meant = nearestWord(
      words[at] ?? '',
      others.flatMap((known) => known[at] ?? []),
    );
    if (meant !== undefined) return words.with(at, meant).join('.');
  }
  return undefined;
}
