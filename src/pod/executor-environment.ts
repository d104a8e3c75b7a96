import type { EnvVar } from '../manifest/pod.ts';
import { CONF } from '../spark/conf-keys.ts';
import { splitCommand } from '../spark/command-string.ts';
import { isStartupProperty } from '../spark/startup-properties.ts';
import { CONF_DIR } from './conf-dir.ts';
import type { ExecutorConf } from './executor-conf.ts';
import { environmentOf, substituteIds } from './role-conf.ts';

/**
 * The environment of an executor's container, in Spark's order: the image's entry point makes the command line of the
 * JVM from it.
 *
 * @see Spark `BasicExecutorFeatureStep`
 */
export function executorEnvironment(conf: ExecutorConf): readonly EnvVar[] {
  return [
    ...environmentOf(Object.entries(identity(conf))),
    ...environmentOf(logUrlAttributes(conf)),
    ...conf.environment.map((variable) => withDirectoriesFilled(variable, conf)),
    ...environmentOf(paths(conf)),
    ...environmentOf(javaOptions(conf).map((option, index) => [`SPARK_JAVA_OPT_${index}`, option])),
    fieldVariable('SPARK_EXECUTOR_POD_IP', 'status.podIP'),
    fieldVariable('SPARK_EXECUTOR_POD_NAME', 'metadata.name'),
  ];
}

/** Who the executor is, whom it registers with, and how much it may use. */
function identity(conf: ExecutorConf): Readonly<Record<string, string>> {
  return {
    SPARK_USER: conf.sparkUser,
    SPARK_DRIVER_URL: driverUrl(conf),
    SPARK_EXECUTOR_CORES: String(conf.coresForTasks),
    SPARK_EXECUTOR_MEMORY: `${conf.size.memoryMiB}m`,
    SPARK_APPLICATION_ID: conf.appId,
    SPARK_CONF_DIR: CONF_DIR,
    SPARK_EXECUTOR_ID: conf.executorId,
    SPARK_RESOURCE_PROFILE_ID: String(conf.profileId),
  };
}

/**
 * Where the driver listens: its pod's IP, which needs no DNS, else the name of its service.
 *
 * @see Spark `spark.kubernetes.executor.useDriverPodIP` (since 4.1; the default since 4.3)
 */
function driverUrl({ spark, driver }: ExecutorConf): string {
  const byService = spark.read(CONF.useDriverPodIp) ? undefined : spark.read(CONF.driverHost);
  const host = byService ?? (driver.ip.includes(':') ? `[${driver.ip}]` : driver.ip);
  return `spark://CoarseGrainedScheduler@${host}:${spark.read(CONF.driverPort)}`;
}

/** Filled into the link to the log that the web UI shows. */
function logUrlAttributes(conf: ExecutorConf): readonly (readonly [string, string])[] {
  if (!conf.behaviour.logUrlAttributes || conf.spark.read(CONF.executorLogUrl) === undefined) return [];
  return [
    ['SPARK_EXECUTOR_ATTRIBUTE_APP_ID', conf.appId],
    ['SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID', conf.executorId],
  ];
}

/** The one variable of the user's in which Spark fills in the ids. */
function withDirectoriesFilled(variable: EnvVar, conf: ExecutorConf): EnvVar {
  if (variable.name !== 'SPARK_EXECUTOR_DIRS' || variable.value === undefined) return variable;
  const value = variable.value
    .replaceAll('SPARK_APPLICATION_ID', conf.appId)
    .replaceAll('SPARK_EXECUTOR_ID', conf.executorId);
  return { ...variable, value };
}

/** Put in front of the image's own by its entry point. */
function paths({ spark, behaviour }: ExecutorConf): readonly (readonly [string, string])[] {
  const classPath = spark.read(CONF.executorClassPath);
  const libraryPath = behaviour.executorLibraryPath ? spark.read(CONF.executorLibraryPath) : undefined;
  return [
    ...(classPath === undefined ? [] : ([['SPARK_CLASSPATH', classPath]] as const)),
    ...(libraryPath === undefined ? [] : ([['SPARK_EXECUTOR_LIBRARY_PATH', libraryPath]] as const)),
  ];
}

/** The user's options first, then the properties that an executor needs before it can ask its driver for the others. */
function javaOptions(conf: ExecutorConf): readonly string[] {
  const { spark, appId, executorId } = conf;
  const written = [CONF.executorDefaultJavaOptions, CONF.executorJavaOptions]
    .map((entry) => spark.read(entry) ?? '')
    .join(' ');
  const startup = spark.where((key) => isStartupProperty(key, conf.behaviour.startsWithTls));
  return [
    ...splitCommand(substituteIds(written, { appId, executorId })),
    ...startup.map(([key, value]) => `-D${key}=${value}`),
  ];
}

function fieldVariable(name: string, fieldPath: string): EnvVar {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
