import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationSpec,
} from '../../api/spark-application.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { KNOWN_MINORS } from '../../spark/spark-version.ts';
import type { SparkConf } from '../../spark/spark-conf.ts';
import { listItems, UPLOAD_PATH } from '../../spark/uri.ts';
import { unreachable } from '../../unreachable.ts';
import type { Submission } from './submission.ts';

/** What a command line leaves open. */
export interface Choices {
  readonly name: string;
  /** Undefined: wherever it is applied. */
  readonly namespace: string | undefined;
  readonly sparkVersion: string;
}

/**
 * Gives the SparkApplication that stands for a submission. What has a field and is often looked at is in its field,
 * everything else in `sparkConf`; what only concerns whoever submits is in neither.
 *
 * Guarantees: the operator submits it with the properties of the submission.
 */
export function applicationOf(
  submission: Submission,
  { name, namespace, sparkVersion }: Choices,
): SparkApplication {
  const { conf, main, mainClass, proxyUser } = submission;
  // What a field could not hold stays a property.
  const fields = fieldsOf(conf);
  const rest = conf.without(...LIFTED_KEYS.filter((key) => fields.taken.has(key)));
  const sparkConf = Object.fromEntries(rest.where((key) => !isOfSubmitter(key)));
  return {
    apiVersion: APPLICATIONS.apiVersion,
    kind: APPLICATIONS.kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      type: typeOf(main.kind),
      sparkVersion,
      mode: 'cluster',
      ...fields.common,
      ...(mainClass === undefined ? {} : { mainClass }),
      mainApplicationFile: main.uri,
      ...(submission.arguments.length === 0 ? {} : { arguments: [...submission.arguments] }),
      ...(proxyUser === undefined ? {} : { proxyUser }),
      ...(Object.keys(fields.deps).length === 0 ? {} : { deps: fields.deps }),
      sparkConf,
      driver: fields.driver,
      executor: fields.executor,
    },
  };
}

/**
 * The version of Spark in an image, by its tag, such as `apache/spark:4.3.0-java21`; undefined where the tag is no version
 * that is known here.
 */
export function sparkVersionOfImage(image: string | undefined): string | undefined {
  const version = /:v?(?<version>(?<minor>\d+\.\d+)\.\d+)(?:[-_.].*)?$/u.exec(image ?? '')?.groups;
  return KNOWN_MINORS.some((minor) => minor === version?.['minor']) ? version?.['version'] : undefined;
}

/** The newest version that is known here. */
export const NEWEST_SPARK_VERSION = `${KNOWN_MINORS.at(-1)}.0`;

/** Scala counts as Java. */
function typeOf(kind: Submission['main']['kind']): SparkApplicationSpec['type'] {
  switch (kind) {
    case 'java':
      return 'Java';
    case 'python':
      return 'Python';
    case 'r':
      return 'R';
    default:
      return unreachable(kind);
  }
}

/** What becomes of a property: a field of that part of the spec, as text, as a number where it is one, or as a list. */
interface Lifted {
  readonly key: string;
  readonly part: 'common' | 'deps' | 'driver' | 'executor';
  readonly field: string;
  readonly as: 'text' | 'count' | 'list';
}

const LIFTED: readonly Lifted[] = [
  { key: CONF.image.key, part: 'common', field: 'image', as: 'text' },
  // What it needs beside its main file.
  { key: UPLOAD_PATH, part: 'common', field: 'fileUploadPath', as: 'text' },
  { key: CONF.jars.key, part: 'deps', field: 'jars', as: 'list' },
  { key: 'spark.files', part: 'deps', field: 'files', as: 'list' },
  { key: CONF.pyFiles.key, part: 'deps', field: 'pyFiles', as: 'list' },
  { key: 'spark.archives', part: 'deps', field: 'archives', as: 'list' },
  { key: 'spark.jars.packages', part: 'deps', field: 'packages', as: 'list' },
  { key: 'spark.jars.excludes', part: 'deps', field: 'excludePackages', as: 'list' },
  { key: 'spark.jars.repositories', part: 'deps', field: 'repositories', as: 'list' },
  // The driver.
  { key: CONF.driverCores.key, part: 'driver', field: 'cores', as: 'count' },
  { key: CONF.driverMemory.key, part: 'driver', field: 'memory', as: 'text' },
  { key: CONF.driverServiceAccount.key, part: 'driver', field: 'serviceAccount', as: 'text' },
  // The executors; `kubectl scale` changes the first one.
  { key: CONF.executorInstances.key, part: 'executor', field: 'instances', as: 'count' },
  { key: CONF.executorCores.key, part: 'executor', field: 'cores', as: 'count' },
  { key: CONF.executorMemory.key, part: 'executor', field: 'memory', as: 'text' },
  { key: CONF.executorServiceAccount.key, part: 'executor', field: 'serviceAccount', as: 'text' },
];

/** For what is left over, the properties stay. */
const LIFTED_KEYS = LIFTED.map(({ key }) => key);

/** The typed fields, and the properties that are in them. */
function fieldsOf(conf: SparkConf) {
  const taken = new Set<string>();
  const parts: Record<Lifted['part'], Record<string, string | number | string[]>> = {
    common: {},
    deps: {},
    driver: {},
    executor: {},
  };
  for (const { key, part, field, as } of LIFTED) {
    const value = valueOf(conf.get(key), as);
    // An empty list is no field, and no property either.
    if (value === undefined) continue;
    taken.add(key);
    if (!Array.isArray(value) || value.length > 0) parts[part][field] = value;
  }
  return { ...parts, taken };
}

/** Undefined for what the field could not hold: then the property stays as it is. */
function valueOf(text: string | undefined, as: Lifted['as']): string | number | string[] | undefined {
  if (text === undefined) return undefined;
  if (as === 'list') return [...listItems(text)];
  if (as === 'text') return text;
  return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : undefined;
}

/** What says how and where to submit, and so says nothing to the operator. */
function isOfSubmitter(key: string): boolean {
  return (
    OF_SUBMITTER.includes(key) ||
    OF_SUBMITTER.some((family) => family.endsWith('.') && key.startsWith(family))
  );
}

/** Families end in a dot. The last two hold credentials, which no resource should. */
const OF_SUBMITTER = [
  CONF.master.key,
  'spark.submit.deployMode',
  CONF.namespace.key,
  'spark.kubernetes.context',
  'spark.kubernetes.submission.',
  'spark.kubernetes.authenticate.submission.',
];
