/*
 * The flags of `sparkctl submit`: those of `spark-submit` first, each with the property it stands for, and then our own.
 */

/** What becomes of a flag. */
export type FlagUse =
  /** It is this property; the variable counts where neither flag nor property says anything. */
  | { readonly kind: 'property'; readonly key: string; readonly variable?: string }
  /** The same, for a list of files. */
  | { readonly kind: 'files'; readonly key: string }
  /** It takes a value, and has a place of its own. */
  | { readonly kind: 'value' }
  /** It takes none. */
  | { readonly kind: 'switch' }
  /** Spark reads it for other clusters only. */
  | { readonly kind: 'idle' }
  /** It cannot be had here. */
  | { readonly kind: 'refused'; readonly because: string; readonly isSwitch?: boolean };

const property = (key: string, variable?: string): FlagUse =>
  variable === undefined ? { kind: 'property', key } : { kind: 'property', key, variable };
const files = (key: string): FlagUse => ({ kind: 'files', key });
const value: FlagUse = { kind: 'value' };
const onOff: FlagUse = { kind: 'switch' };
const idle: FlagUse = { kind: 'idle' };

/** Every flag of Spark 4.3. @see Spark `SparkSubmitOptionParser`, `SparkSubmitArguments` */
const SPARK_FLAGS = {
  // Where it runs, and as what.
  '--master': property('spark.master', 'MASTER'),
  '--deploy-mode': property('spark.submit.deployMode', 'DEPLOY_MODE'),
  '--class': value,
  '--name': property('spark.app.name'),
  // Files beside the main resource. Commas separate them.
  '--jars': files('spark.jars'),
  '--files': files('spark.files'),
  '--archives': files('spark.archives'),
  '--py-files': files('spark.submit.pyFiles'),
  // The driver resolves these when it starts.
  '--packages': property('spark.jars.packages'),
  '--exclude-packages': property('spark.jars.excludes'),
  '--repositories': property('spark.jars.repositories'),
  // All other properties, from here and from files.
  '--conf': value,
  '--properties-file': value,
  '--extra-properties-file': value,
  '--load-spark-defaults': onOff,
  // Sizes.
  '--driver-memory': property('spark.driver.memory', 'SPARK_DRIVER_MEMORY'),
  '--driver-cores': property('spark.driver.cores'),
  '--driver-java-options': property('spark.driver.extraJavaOptions'),
  '--driver-library-path': property('spark.driver.extraLibraryPath'),
  '--driver-class-path': property('spark.driver.extraClassPath'),
  // Spark Connect sets it for itself.
  '--driver-default-class-path': idle,
  '--executor-memory': property('spark.executor.memory', 'SPARK_EXECUTOR_MEMORY'),
  '--executor-cores': property('spark.executor.cores', 'SPARK_EXECUTOR_CORES'),
  '--num-executors': property('spark.executor.instances'),
  // Of standalone clusters.
  '--total-executor-cores': idle,
  // Who it acts for.
  '--proxy-user': value,
  '--principal': property('spark.kerberos.principal'),
  '--keytab': property('spark.kerberos.keytab'),
  // Of YARN.
  '--queue': idle,
  '--supervise': { kind: 'refused', because: 'use spec.restartPolicy of the application', isSwitch: true },
  '--remote': { kind: 'refused', because: 'a Spark Connect client has no driver of its own to submit' },
  // Of applications that were submitted before.
  '--kill': value,
  '--status': value,
  '--verbose': onOff,
  '--version': { kind: 'refused', because: 'sparkctl has no version of Spark', isSwitch: true },
  '--usage-error': { kind: 'refused', because: 'see --help', isSwitch: true },
} as const satisfies Readonly<Record<string, FlagUse>>;

/** What only sparkctl has. */
const OWN_FLAGS = {
  // Which cluster, and where in it: as kubectl has them.
  '--namespace': property('spark.kubernetes.namespace'),
  '--context': property('spark.kubernetes.context'),
  '--kubeconfig': value,
  // What the resource says beside the properties.
  '--application': value,
  '--spark-version': value,
  // What happens before and after.
  '--upload-cleanup': onOff,
  '--detach': onOff,
  '--dry-run': onOff,
  '--output': value,
} as const satisfies Readonly<Record<string, FlagUse>>;

export type FlagName = keyof typeof SPARK_FLAGS | keyof typeof OWN_FLAGS;

/** All flags by name. */
export const FLAGS: Readonly<Record<FlagName, FlagUse>> = { ...SPARK_FLAGS, ...OWN_FLAGS };

/** Their short forms. */
export const SHORT_FLAGS: Readonly<Record<string, FlagName>> = {
  '-c': '--conf',
  '-v': '--verbose',
  '-n': '--namespace',
  '-o': '--output',
};

/** Whether there is such a flag. */
export const isFlag = (word: string): word is FlagName => Object.hasOwn(FLAGS, word);

/** The properties that stand behind flags, with their flags. */
export const PROPERTY_FLAGS = Object.keys(FLAGS)
  .filter(isFlag)
  .flatMap((flag) => {
    const use = FLAGS[flag];
    return use.kind === 'property' || use.kind === 'files' ? [{ flag, use }] : [];
  });
