import { basename } from 'node:path';
import { parseBytes } from '../../spark/memory.ts';
import { SPARK_INTERNAL, type MainResource } from '../../spark/main-resource.ts';
import { SparkConf } from '../../spark/spark-conf.ts';
import { listItems, resolveUri, type ToAbsolute } from '../../spark/uri.ts';
import { UsageError } from '../command.ts';
import { PROPERTY_FLAGS } from './flags.ts';
import { lastValue, type SubmitWords } from './submit-words.ts';

/** What `spark-submit` would submit. */
export interface Submission {
  /** Everything that is known of properties: of flags, files and variables. */
  readonly conf: SparkConf;
  readonly main: MainResource;
  readonly mainClass: string | undefined;
  readonly arguments: readonly string[];
  readonly proxyUser: string | undefined;
}

/** Properties of one file, or what an environment says. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** Where a submission is made. */
export interface Surroundings {
  readonly environment: Texts;
  readonly toAbsolute: ToAbsolute;
}

/**
 * Gives what a command line submits. Each source wins over those below it:
 *
 *   flags         `--executor-memory` and the like
 *   --conf        the last one of a key
 *   files         `--extra-properties-file`, the last one first, `--properties-file`, `spark-defaults.conf`
 *   environment   DEPLOY_MODE, MASTER, SPARK_DRIVER_MEMORY, SPARK_EXECUTOR_MEMORY, SPARK_EXECUTOR_CORES
 *
 * Names of files are made absolute; globs are still there.
 *
 * Fails: with a UsageError for what Spark refuses, and for what is no submission to Kubernetes in cluster mode.
 *
 * @see Spark `SparkSubmitArguments`, `SparkSubmit.prepareSubmitEnvironment`
 */
export function submissionOf(
  words: SubmitWords,
  propertyFiles: readonly ReadonlyMap<string, string>[],
  { environment, toAbsolute }: Surroundings,
): Submission {
  const written = writtenProperties(words, propertyFiles);
  const entries = new Map(written);
  for (const { flag, use } of PROPERTY_FLAGS) {
    // Not all have one.
    const variable =
      use.kind === 'property' && use.variable !== undefined ? environment[use.variable] : undefined;
    const given = lastValue(words, flag) ?? written.get(use.key) ?? variable;
    if (given === undefined) continue;
    entries.set(use.key, use.kind === 'files' ? resolvedList(given, toAbsolute) : given);
  }
  // Of the flags that are no properties.
  const uri = mainResourceOf(words, toAbsolute);
  const mainClass = lastValue(words, '--class');
  const name = entries.get('spark.app.name') ?? mainClass ?? basename(uri);
  const conf = SparkConf.from([
    ...entries,
    ['spark.app.name', name],
    ['spark.master', kubernetesMaster(entries.get('spark.master'))],
    ['spark.submit.deployMode', clusterMode(words, entries.get('spark.submit.deployMode'))],
  ]).without('spark.driver.host');
  const proxyUser = lastValue(words, '--proxy-user');
  const submission = {
    conf,
    main: { kind: kindOf(uri), uri },
    mainClass,
    arguments: words.arguments,
    proxyUser,
  };
  refuseUnfit(submission);
  return submission;
}

/** The properties of `--conf` and files; what does not begin with `spark.` is no property. */
export function writtenProperties(
  { values }: SubmitWords,
  propertyFiles: readonly ReadonlyMap<string, string>[],
): ReadonlyMap<string, string> {
  const own = (values.get('--conf') ?? []).map((text) => {
    const at = text.indexOf('=');
    if (at < 0) throw new UsageError(`--conf takes KEY=VALUE, not "${text}"`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  const lowestFirst = [...propertyFiles.toReversed().flatMap((file) => [...file]), ...own];
  return new Map(lowestFirst.filter(([key]) => key.startsWith('spark.')));
}

/** Each item by its whole URI. */
function resolvedList(list: string, toAbsolute: ToAbsolute): string {
  return listItems(list)
    .map((item) => resolveUri(item, toAbsolute))
    .join(',');
}

/** Fails: with a UsageError where there is none, or none that could run without a terminal. */
function mainResourceOf({ mainResource }: SubmitWords, toAbsolute: ToAbsolute): string {
  if (mainResource === undefined || mainResource === '') {
    throw new UsageError('the main resource is missing: a jar, a Python file or an R file');
  }
  if (SHELLS.includes(mainResource)) {
    throw new UsageError(`${mainResource} is a shell, which needs a terminal: it cannot run in the cluster`);
  }
  return mainResource === SPARK_INTERNAL ? mainResource : resolveUri(mainResource, toAbsolute);
}

/** Spark's own words for what its shells run. */
const SHELLS = ['spark-shell', 'pyspark-shell', 'sparkr-shell'];

/** By the end of its name, as Spark tells them apart. */
function kindOf(uri: string): MainResource['kind'] {
  if (uri.endsWith('.py')) return 'python';
  return /\.R$/iu.test(uri) ? 'r' : 'java';
}

/** `k8s://https://HOST:PORT`; empty where the kubeconfig says where to. @see Spark `Utils.checkAndGetK8sMasterUrl` */
function kubernetesMaster(master: string | undefined): string {
  if (master === undefined) return '';
  if (!master.startsWith('k8s://')) {
    throw new UsageError(
      `--master takes k8s://https://HOST:PORT, not "${master}": sparkctl submits to Kubernetes only`,
    );
  }
  const server = master.slice('k8s://'.length);
  const [, scheme] = /^([^:/]*):\/\//u.exec(server) ?? [];
  if (scheme === undefined) return `k8s://https://${server}`;
  if (/^https?$/iu.test(scheme)) return master;
  throw new UsageError(`--master takes k8s://https://HOST:PORT, not "${master}"`);
}

/** Spark's own default is client mode, in which `spark-submit` itself is the driver. */
function clusterMode({ values }: SubmitWords, mode: string | undefined): string {
  const wrong = [...(values.get('--deploy-mode') ?? []), mode ?? 'cluster'].find(
    (each) => each !== 'cluster' && each !== 'client',
  );
  if (wrong === undefined && mode !== 'client') return 'cluster';
  const what = wrong === undefined ? 'client mode cannot be had' : `there is no deploy mode "${wrong}"`;
  throw new UsageError(`${what}: sparkctl is no driver, so there is only --deploy-mode cluster`);
}

/** What `spark-submit` checks, in its order. */
function refuseUnfit({ conf, main, mainClass, proxyUser }: Submission): void {
  refuseUnreadable(conf);
  if (proxyUser !== undefined && conf.has('spark.kerberos.principal')) {
    throw new UsageError('only one of --proxy-user and --principal can be given');
  }
  if (main.kind === 'java' && (mainClass ?? '') === '') {
    throw new UsageError('--class is missing: the class with the main method');
  }
}

/** Sizes and numbers. With dynamic allocation a number of executors is only the first one. */
function refuseUnreadable(conf: SparkConf): void {
  const isDynamic = conf.get('spark.dynamicAllocation.enabled')?.toLowerCase() === 'true';
  const refuse = (keys: readonly string[], isRight: (text: string) => boolean, expected: string): void => {
    const wrong = keys.find((key) => !isRight(conf.get(key) ?? '1'));
    if (wrong !== undefined) throw new UsageError(`${wrong} takes ${expected}, not "${conf.get(wrong)}"`);
  };
  refuse(['spark.driver.memory', 'spark.executor.memory'], isPositiveSize, 'a size such as 2g');
  refuse(
    ['spark.executor.cores', ...(isDynamic ? [] : ['spark.executor.instances'])],
    (text) => /^\+?0*[1-9]\d{0,8}$/u.test(text),
    'a whole number of at least 1',
  );
}

/** A bare number is bytes to these checks, whatever it is later. */
function isPositiveSize(text: string): boolean {
  try {
    return parseBytes(text, 'b', '') > 0;
  } catch {
    return false;
  }
}
