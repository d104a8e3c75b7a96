/** What the containers are told: environment, secrets, java options, directories. */
import { aboutProperties, valuesOf, type HandPickedCase } from './hand-picked-case.ts';

const ENVIRONMENT: readonly HandPickedCase[] = [
  ...aboutProperties('environment', {
    'of the driver': {
      'spark.kubernetes.driverEnv.B': '2',
      'spark.kubernetes.driverEnv.A': 'a=b,c',
      'spark.kubernetes.driverEnv.EMPTY': '',
    },
    'of the executors': {
      'spark.executorEnv.B': '2',
      'spark.executorEnv.A': '{{EXECUTOR_ID}}',
      'spark.executorEnv.EMPTY': '',
    },
    'with names that shells do not take': {
      'spark.kubernetes.driverEnv.with.dot': '1',
      'spark.executorEnv.with-dash': '1',
    },
    'with names that nobody takes': {
      'spark.kubernetes.driverEnv.1st': '1',
      'spark.executorEnv.1st': '1',
      'spark.executorEnv.a b': '1',
    },
    'with directories for each executor': {
      'spark.executorEnv.SPARK_EXECUTOR_DIRS': '/d/SPARK_APPLICATION_ID/SPARK_EXECUTOR_ID',
    },
  }),
  ...aboutProperties('secrets', {
    'as files of the driver': {
      'spark.kubernetes.driver.secrets.db': '/etc/db',
      'spark.kubernetes.driver.secrets.tls': '/etc/tls',
    },
    'as files of the executors': { 'spark.kubernetes.executor.secrets.db': '/etc/db' },
    'as variables of the driver': { 'spark.kubernetes.driver.secretKeyRef.PASSWORD': 'db:password' },
    'as variables of the executors': { 'spark.kubernetes.executor.secretKeyRef.PASSWORD': 'db:password' },
    'as variables without a key': { 'spark.kubernetes.driver.secretKeyRef.PASSWORD': 'db' },
    'as variables with too many keys': { 'spark.kubernetes.executor.secretKeyRef.PASSWORD': 'db:a:b' },
  }),
];

const OPTIONS: readonly HandPickedCase[] = [
  ...valuesOf(
    'spark.executor.extraJavaOptions',
    '-Xss4m -Dname=value',
    '-Dq="a b" -Ds=\'c d\'',
    '-Did={{EXECUTOR_ID}} -Dapp={{APP_ID}}',
    String.raw`-Dp=C:\temp -De="say \"hi\""`,
    '',
  ),
  ...aboutProperties('java options', {
    'that are always there': {
      'spark.executor.defaultJavaOptions': '-XX:+UseG1GC',
      'spark.executor.extraJavaOptions': '-Da=b',
    },
    'of the driver': { 'spark.driver.extraJavaOptions': '-Da=b', 'spark.driver.defaultJavaOptions': '-Dc=d' },
  }),
  ...aboutProperties('paths', {
    'of classes for the executors': { 'spark.executor.extraClassPath': '/opt/jars/*' },
    'of classes for the driver': { 'spark.driver.extraClassPath': '/opt/jars/*' },
    'of libraries for the executors': { 'spark.executor.extraLibraryPath': '/opt/native' },
  }),
  ...valuesOf('spark.ui.custom.executor.log.url', 'https://logs/{{APP_ID}}/{{EXECUTOR_ID}}'),
];

const DIRECTORIES: readonly HandPickedCase[] = [
  ...valuesOf('spark.local.dir', '/tmp/one', '/tmp/one, /tmp/two'),
  ...valuesOf('spark.kubernetes.local.dirs.tmpfs', 'true'),
  ...valuesOf('spark.kubernetes.executor.disableConfigMap', 'true'),
  ...valuesOf('spark.kubernetes.configMap.maxSize', '1000'),
];

export const CONTENT_CASES: readonly HandPickedCase[] = [...ENVIRONMENT, ...OPTIONS, ...DIRECTORIES];
