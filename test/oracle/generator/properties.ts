/** Every property that is drawn. The keys are written out, as in Spark's documentation, so that ours are held against it. */
import { RESERVED_DRIVER_LABELS, RESERVED_EXECUTOR_LABELS } from '../../../src/spark/labels.ts';
import { CREDENTIALS } from './credentials.ts';
import { bothRoles, family, property, type GeneratedProperty } from './generated-property.ts';
import {
  ANY_TEXT,
  CPU,
  FACTOR,
  FLAG,
  LABEL_NAMES,
  LABEL_VALUES,
  lists,
  numbers,
  PORT,
  SECONDS,
  SIZE,
  texts,
} from './values.ts';
import { volumes } from './volumes.ts';

const NAMES = texts([
  'pi',
  'My App',
  'PI_all  Test',
  '9lives',
  'a--b__c',
  'ünï cödé',
  'word '.repeat(20),
  'x'.repeat(250),
]);
const IMAGES = texts([
  'spark:4',
  'registry.example.org:5000/team/spark@sha256:00ff',
  'spark:{{SPARK_VERSION}}-java17',
]);
const POD_NAMES = texts(
  ['pod-1', 'a.b-c.d', `p${'x'.repeat(60)}`],
  ['Upper', 'under_score', '-dash', 'dot.', ' '],
);
const SECRETS = ['db', 'api-keys', 'tls'];
const PATHS = texts(['/etc/secrets', '/mnt/a b', '/opt/{{x}}']);
const REFERENCES = texts(['db:password', 'api-keys:tls.key'], ['db', 'a:b:c', '', ':', 'db:']);
const VARIABLES = ['A', 'LONG_NAME', 'lower', 'with.dot', 'with-dash', '_x', 'EMPTY'];
const CLASS_PATHS = texts(['/opt/jars/*', '/a:/b', 'relative.jar']);
const OPTIONS = texts([
  '-Xss4m -Dname=value',
  '-Dq="a b" -Ds=\'c d\'',
  '-Did={{EXECUTOR_ID}} -Dapp={{APP_ID}}',
  String.raw`-Dp=C:\temp -De="say \"hi\""`,
  '-XX:+UseG1GC   -verbose:gc',
  '',
]);
const ACCOUNTS = texts(['spark', 'team.driver', 'default']);

/** Names, images, who pulls them. */
const APPLICATION: readonly GeneratedProperty[] = [
  property('spark.app.name', NAMES),
  property('spark.app.id', texts(['spark-0123456789abcdef0123456789abcdef'])),
  property('spark.master', texts(['k8s://https://api:6443', 'k8s://http://localhost:8001'])),
  property('spark.kubernetes.namespace', texts(['default', 'team-a'])),
  // Spark sets it itself, whatever anybody says.
  property('spark.kubernetes.resource.type', texts(['java', 'python', 'r'])),
  property('spark.jars', lists('local:///a.jar', 'https://x/b.jar', 's3a://c/d.jar')),
  property('spark.submit.pyFiles', lists('local:///a.py', 's3a://c/d.zip')),
  property('spark.kubernetes.container.image', IMAGES),
  ...bothRoles((role) => property(`spark.kubernetes.${role}.container.image`, IMAGES)),
  property(
    'spark.kubernetes.container.image.pullPolicy',
    texts(['Always', 'Never', 'IfNotPresent'], ['', 'always', 'Sometimes', ' Always']),
  ),
  property('spark.kubernetes.container.image.pullSecrets', lists('registry', 'other-registry')),
  property('spark.pyspark.python', texts(['python3', '/opt/venv/bin/python'])),
  property('spark.pyspark.driver.python', texts(['python3.12', '/opt/driver/python'])),
];

const SIZES: readonly GeneratedProperty[] = [
  ...bothRoles((role) => property(`spark.${role}.memory`, SIZE)),
  ...bothRoles((role) => property(`spark.${role}.memoryOverhead`, SIZE)),
  ...bothRoles((role) => property(`spark.${role}.minMemoryOverhead`, SIZE)),
  ...bothRoles((role) => property(`spark.${role}.memoryOverheadFactor`, FACTOR)),
  property('spark.kubernetes.memoryOverheadFactor', FACTOR),
  property('spark.driver.cores', numbers(1, 64)),
  property('spark.executor.cores', numbers(1, 64)),
  property('spark.task.cpus', numbers(1, 4)),
  property('spark.kubernetes.allocation.recoveryMode.enabled', FLAG),
  ...bothRoles((role) => property(`spark.kubernetes.${role}.request.cores`, CPU)),
  ...bothRoles((role) => property(`spark.kubernetes.${role}.limit.cores`, CPU)),
  property('spark.executor.pyspark.memory', SIZE),
  {
    key: 'spark.memory.offHeap.',
    valid: (random) => ({
      'spark.memory.offHeap.enabled': FLAG.valid(random),
      'spark.memory.offHeap.size': random.pick(['1g', '536870912', '100m', '2048k', '1048575k']),
    }),
    invalid: (random) => ({
      'spark.memory.offHeap.enabled': 'true',
      'spark.memory.offHeap.size': random.pick(['0', '', '1.5g', 'much', '-1']),
    }),
  },
  ...bothRoles((role) => ({
    key: `spark.${role}.resource.`,
    valid: (random) => ({
      [`spark.${role}.resource.gpu.amount`]: random.pick(['1', '2', '0', '16']),
      [`spark.${role}.resource.gpu.vendor`]: random.pick(['nvidia.com', 'amd.com']),
      ...(random.chance(0.3) && {
        [`spark.${role}.resource.fpga.amount`]: '1',
        [`spark.${role}.resource.fpga.vendor`]: 'xilinx.com',
      }),
      ...(random.chance(0.3) && { [`spark.${role}.resource.gpu.discoveryScript`]: '/opt/gpus.sh' }),
    }),
    invalid: (random) => ({
      [`spark.${role}.resource.gpu.amount`]: random.pick(['many', '1.5', '', '1']),
    }),
  })),
];

const NETWORK: readonly GeneratedProperty[] = [
  property('spark.driver.port', PORT),
  property('spark.blockManager.port', numbers(1_024, 65_535, ['80', '1023', '65536', '-1'])),
  property('spark.driver.blockManager.port', PORT),
  property('spark.ui.port', PORT),
  property('spark.connect.grpc.binding.port', PORT),
  { key: 'spark.driver.host', valid: () => ({}), invalid: () => ({ 'spark.driver.host': 'elsewhere' }) },
  {
    key: 'spark.driver.bindAddress',
    valid: () => ({}),
    invalid: () => ({ 'spark.driver.bindAddress': '0.0.0.0' }),
  },
  property(
    'spark.kubernetes.driver.service.ipFamilyPolicy',
    texts(['SingleStack', 'PreferDualStack', 'RequireDualStack'], ['', 'DualStack', 'singlestack']),
  ),
  property(
    'spark.kubernetes.driver.service.ipFamilies',
    texts(['IPv4', 'IPv6', 'IPv4,IPv6', 'IPv6,IPv4'], ['', 'ipv4', 'IPv4, IPv6', 'IPv5']),
  ),
  property('spark.kubernetes.driver.service.publishNotReadyAddresses', FLAG),
  property('spark.kubernetes.executor.useDriverPodIP', FLAG),
  property('spark.network.timeout', texts(['120s', '100'])),
  property('spark.network.crypto.enabled', texts(['true', 'false'])),
  property('spark.rpc.askTimeout', texts(['10s'])),
  property('spark.ssl.protocol', texts(['TLSv1.3'])),
  property('spark.ssl.rpc.keyPassword', texts(['hidden'])),
  property('spark.history.ui.port', PORT),
];

const PODS: readonly GeneratedProperty[] = [
  ...bothRoles((role) => property(`spark.kubernetes.authenticate.${role}.serviceAccountName`, ACCOUNTS)),
  property('spark.kubernetes.driver.pod.name', POD_NAMES),
  property('spark.kubernetes.executor.podNamePrefix', POD_NAMES),
  property('spark.kubernetes.scheduler.name', texts(['volcano', 'kube-scheduler'])),
  ...bothRoles((role) => property(`spark.kubernetes.${role}.scheduler.name`, texts(['yunikorn', 'own']))),
  property('spark.kubernetes.securityContext.allowPrivilegeEscalation', FLAG),
  ...bothRoles((role) => property(`spark.kubernetes.${role}.securityContext.allowPrivilegeEscalation`, FLAG)),
  property('spark.kubernetes.executor.terminationGracePeriodSeconds', SECONDS),
  property('spark.decommission.enabled', FLAG),
  property('spark.kubernetes.decommission.script', texts(['/opt/decom.sh', '/opt/own script.sh'])),
  // Ours to force: nobody reads what a user says.
  property('spark.kubernetes.executor.disableConfigMap', texts(['true', 'false'])),
  family('spark.kubernetes.node.selector.', LABEL_NAMES, LABEL_VALUES),
  ...bothRoles((role) => family(`spark.kubernetes.${role}.node.selector.`, LABEL_NAMES, LABEL_VALUES)),
  family('spark.kubernetes.driver.label.', LABEL_NAMES, LABEL_VALUES, RESERVED_DRIVER_LABELS),
  family('spark.kubernetes.executor.label.', LABEL_NAMES, LABEL_VALUES, RESERVED_EXECUTOR_LABELS),
  ...bothRoles((role) => family(`spark.kubernetes.${role}.annotation.`, LABEL_NAMES, ANY_TEXT)),
  family('spark.kubernetes.driver.service.label.', LABEL_NAMES, LABEL_VALUES),
  family('spark.kubernetes.driver.service.annotation.', LABEL_NAMES, ANY_TEXT),
];

const CONTENT: readonly GeneratedProperty[] = [
  family('spark.kubernetes.driverEnv.', VARIABLES, ANY_TEXT),
  family('spark.executorEnv.', VARIABLES, ANY_TEXT),
  property(
    'spark.executorEnv.SPARK_EXECUTOR_DIRS',
    texts(['/d/SPARK_APPLICATION_ID/SPARK_EXECUTOR_ID', '/plain']),
  ),
  ...bothRoles((role) => family(`spark.kubernetes.${role}.secrets.`, SECRETS, PATHS)),
  ...bothRoles((role) => family(`spark.kubernetes.${role}.secretKeyRef.`, VARIABLES, REFERENCES)),
  ...bothRoles((role) => volumes(`spark.kubernetes.${role}.volumes.`)),
  property('spark.kubernetes.legacy.useReadWriteOnceAccessMode', FLAG),
  property('spark.kubernetes.driver.ownPersistentVolumeClaim', FLAG),
  property('spark.local.dir', lists('/tmp/a', '/mnt/disk 1', '/data')),
  property('spark.kubernetes.local.dirs.tmpfs', FLAG),
  property('spark.executor.extraJavaOptions', OPTIONS),
  property('spark.executor.defaultJavaOptions', OPTIONS),
  property('spark.driver.extraJavaOptions', OPTIONS),
  property('spark.driver.extraClassPath', CLASS_PATHS),
  property('spark.executor.extraClassPath', CLASS_PATHS),
  property('spark.executor.extraLibraryPath', CLASS_PATHS),
  property('spark.ui.custom.executor.log.url', texts(['https://logs/{{APP_ID}}/{{EXECUTOR_ID}}'])),
];

/** What is wrong with all of these is refused by both. */
export const GENERATED_PROPERTIES: readonly GeneratedProperty[] = [
  ...APPLICATION,
  ...SIZES,
  ...NETWORK,
  ...PODS,
  ...CONTENT,
  ...CREDENTIALS,
];
