import { splitCommand } from '../spark/command-string.ts';
import type { SparkConf } from '../spark/spark-conf.ts';
import { isStartupProperty } from '../spark/startup-properties.ts';

/**
 * What a driver may change about its executors by saying so: sizes, environment and java options. Labels, annotations,
 * image, service account, volumes, secrets, template and scheduler come from the application alone, because whoever
 * writes the application may be allowed more than the code it runs.
 */
const REPORTABLE: readonly ((key: string) => boolean)[] = [
  (key) => key.startsWith('spark.executorEnv.'),
  (key) =>
    /^spark\.executor\.(cores|memory|memoryOverhead|memoryOverheadFactor|minMemoryOverhead)$/u.test(key),
  (key) => /^spark\.executor\.pyspark\.memory$|^spark\.memory\.offHeap\.(enabled|size)$/u.test(key),
  (key) =>
    /^spark\.executor\.(extraJavaOptions|defaultJavaOptions|extraClassPath|extraLibraryPath)$/u.test(key),
  (key) => /^spark\.kubernetes\.(memoryOverheadFactor|executor\.(request|limit)\.cores)$/u.test(key),
  (key) => key === 'spark.task.cpus',
  (key) => isStartupProperty(key),
];

/** Gives `submitted` with what the driver reported over it, as far as a driver may. */
export function withReportedConf(
  submitted: SparkConf,
  reported: Readonly<Record<string, string>> = {},
): SparkConf {
  const counting = Object.entries(reported).filter(([key]) => isReportable(key));
  return submitted.withAll(counting.map(([key, value]) => [key, withSecretOptions(key, value, submitted)]));
}

const JAVA_OPTIONS = /^spark\.executor\.(extra|default)JavaOptions$/u;

/** Spark's own pattern of what must not be shown: `spark.redaction.regex`. */
const SECRET = /secret|password|token|access[.]?key/iu;

/** A driver leaves options that look like secrets out of its report: those that were submitted stay. */
function withSecretOptions(key: string, reported: string, submitted: SparkConf): string {
  if (!JAVA_OPTIONS.test(key)) return reported;
  const kept = splitCommand(submitted.get(key) ?? '').filter((option) => SECRET.test(option));
  return [reported, ...kept.map(quoted)].filter((part) => part !== '').join(' ');
}

const quoted = (option: string): string => `"${option.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

/** @see SparkExecutorSet `spec.conf` */
function isReportable(key: string): boolean {
  return REPORTABLE.some((allows) => allows(key));
}
