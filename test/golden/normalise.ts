import { parseProperties } from '../../src/spark/properties-file.ts';
import { at, changedAt, isObject, withStrings, type Json } from './json.ts';

/*
 * Takes out of an object what Spark leaves to chance, so that two builds of the same input can be compared.
 *
 *   ids     unique ids in names, application ids and UUIDs become a word
 *   order   lists that Spark makes from unordered maps are sorted: volumes, mounts, the user's own environment, the
 *           startup properties among the java options, the local directories, which Spark makes in any order
 *   files   a properties file becomes its properties
 */

/** Gives `object` without chance. */
export function normalised(object: Json): Json {
  const ordered = STEPS.reduce((soFar, { path, change }) => changedAt(soFar, path, change), object);
  return withStrings(ordered, withoutIds);
}

const CONTAINERS = ['spec', 'containers', '*'];

const STEPS: readonly { readonly path: readonly string[]; readonly change: (found: Json) => Json }[] = [
  { path: ['data', 'spark.properties'], change: propertiesOf },
  { path: ['spec', 'volumes'], change: sortedByName },
  { path: [...CONTAINERS, 'volumeMounts'], change: (mounts) => withOrderedPaths(sortedByName(mounts)) },
  { path: [...CONTAINERS, 'env'], change: withOrderedEnvironment },
  { path: [...CONTAINERS, 'env', '*'], change: withOrderedDirectories },
];

function withoutIds(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, 'UUID')
    .replaceAll(/spark-[0-9a-f]{32}/gu, 'spark-APPLICATION')
    .replaceAll(/(?<![0-9a-z])[0-9a-fx][0-9a-f]{15}(?![0-9a-z])/gu, 'ID')
    .replaceAll(/-pvc-\d+/gu, '-pvc-N');
}

function propertiesOf(text: Json): Json {
  return typeof text === 'string' ? Object.fromEntries(parseProperties(text)) : text;
}

function sortedByName(list: Json): Json {
  return Array.isArray(list)
    ? list.toSorted((left: Json, right: Json) => compare(nameOf(left), nameOf(right)))
    : list;
}

/** Spark's own variables stand where they are; runs of the user's are sorted, and so are the java options. */
function withOrderedEnvironment(list: Json): Json {
  if (!Array.isArray(list)) return list;
  const variables: readonly Json[] = list;
  const options = variables.filter(isJavaOption);
  const first = variables.findIndex(isJavaOption);
  const others = variables.filter((variable) => !isJavaOption(variable));
  return [
    ...sortedRuns(others.slice(0, first)),
    ...orderedOptions(options),
    ...sortedRuns(others.slice(first)),
  ];
}

function isJavaOption(variable: Json): boolean {
  return nameOf(variable).startsWith('SPARK_JAVA_OPT_');
}

/** In order of their numbers, but the properties, which Spark takes from an unordered map, sorted and at the end. */
function orderedOptions(options: readonly Json[]): readonly Json[] {
  const values = options
    .toSorted((left, right) => numberOf(left) - numberOf(right))
    .map((option) => textAt(option, 'value'));
  const ordered = [...values.filter((value) => !isProperty(value)), ...values.filter(isProperty).toSorted()];
  return ordered.map((value, index) => ({ name: `SPARK_JAVA_OPT_${index}`, value }));
}

function isProperty(option: string): boolean {
  return option.startsWith('-Dspark.');
}

function withOrderedDirectories(variable: Json): Json {
  if (nameOf(variable) !== 'SPARK_LOCAL_DIRS') return variable;
  return changedAt(variable, ['value'], (value) =>
    typeof value === 'string' ? value.split(',').toSorted().join(',') : value,
  );
}

/** The first local directory of Spark's own gets the first path. Volumes of the user's keep theirs. */
function withOrderedPaths(mounts: Json): Json {
  if (!Array.isArray(mounts)) return mounts;
  const all: readonly Json[] = mounts;
  const paths = all.filter(isOwnLocalDir).map((mount) => textAt(mount, 'mountPath'));
  const ordered = paths.toSorted().values();
  return all.map((mount) =>
    isObject(mount) && isOwnLocalDir(mount) ? { ...mount, mountPath: ordered.next().value ?? '' } : mount,
  );
}

/** Whether Spark mounts it for its shuffle and spill files; a volume of the user's says more than where it is. */
export function isOwnLocalDir(mount: Json): boolean {
  return /^spark-local-dir-\d+$/u.test(nameOf(mount)) && isObject(mount) && Object.keys(mount).length === 2;
}

function sortedRuns(variables: readonly Json[]): readonly Json[] {
  const runs: Json[][] = [];
  for (const variable of variables) {
    const run = runs.at(-1);
    const goesOn = run?.[0] !== undefined && isOurs(run[0]) === isOurs(variable);
    if (goesOn) run.push(variable);
    else runs.push([variable]);
  }
  return runs.flatMap((run) => (run[0] !== undefined && isOurs(run[0]) ? run.toSorted(byName) : run));
}

/** Whether the user named the variable, not Spark. */
function isOurs(variable: Json): boolean {
  return !/^_?SPARK_(?!EXECUTOR_DIRS$)|^PYSPARK_|^HADOOP_/u.test(nameOf(variable));
}

function byName(left: Json, right: Json): number {
  return compare(nameOf(left), nameOf(right));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function nameOf(value: Json): string {
  return textAt(value, 'name');
}

function numberOf(option: Json): number {
  return Number(/\d+$/u.exec(nameOf(option))?.[0]);
}

/** The text under that key; empty where there is none. */
export function textAt(value: Json, key: string): string {
  const found = at(value, key);
  return typeof found === 'string' ? found : '';
}
