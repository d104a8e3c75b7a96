/** Who the application is, what it runs, and from which image. */
import { about, aboutProperties, valuesOf, type HandPickedCase } from './hand-picked-case.ts';

const NAMES: readonly HandPickedCase[] = [
  ...aboutProperties('application', {
    'nothing but an image': {},
    'a namespace of its own': { 'spark.kubernetes.namespace': 'team-a' },
    'an id of its own': { 'spark.app.id': 'spark-0123456789abcdef0123456789abcdef' },
    'another API server': { 'spark.master': 'k8s://http://localhost:8001' },
    'a kind that it is not of': {
      'spark.kubernetes.resource.type': 'python',
      'spark.executor.pyspark.memory': '1g',
    },
    'jars and Python files': {
      'spark.jars': 'local:///opt/a.jar,s3a://bucket/b.jar',
      'spark.submit.pyFiles': 'local:///opt/a.py',
    },
  }),
  ...aboutProperties('name', {
    'with blanks and capitals': { 'spark.app.name': 'My  Spark App' },
    'with underscores and dots': { 'spark.app.name': 'etl_daily.v2--x' },
    'beginning with a digit': { 'spark.app.name': '9 lives' },
    'beginning and ending with a dash': { 'spark.app.name': '-a-' },
    'of letters that no name may have': { 'spark.app.name': 'größe ☂' },
    'longer than a label': { 'spark.app.name': 'word '.repeat(20) },
    'longer than a service name': { 'spark.app.name': 'w'.repeat(40) },
    'longer than a pod name': { 'spark.app.name': 'x'.repeat(250) },
  }),
];

const IMAGES: readonly HandPickedCase[] = [
  ...aboutProperties('image', {
    'of the driver only': { 'spark.kubernetes.driver.container.image': 'driver:1' },
    'of the executors only': { 'spark.kubernetes.executor.container.image': 'executor:1' },
    'with the version filled in': { 'spark.kubernetes.container.image': 'spark:{{SPARK_VERSION}}' },
    'with pull secrets': { 'spark.kubernetes.container.image.pullSecrets': 'one, two,,three' },
  }),
  ...valuesOf('spark.kubernetes.container.image.pullPolicy', 'Always', 'Never', 'IfNotPresent', 'Sometimes'),
];

const COMMANDS: readonly HandPickedCase[] = about('command', {
  'Java with arguments': { arguments: ['100', '--flag', 'two words', ''] },
  'Java without a jar': { resource: 'spark-internal' },
  'Java with a remote jar': { resource: 's3a://bucket/app.jar' },
  'Java for another user': { proxyUser: 'alice' },
  Python: { kind: 'python', resource: 'local:///opt/app.py', arguments: ['a=b'] },
  'Python for another user': { kind: 'python', resource: 'local:///opt/app.py', proxyUser: 'alice' },
  'Python of a chosen version': {
    kind: 'python',
    resource: 'local:///opt/app.py',
    conf: { 'spark.pyspark.python': 'python3.12' },
  },
  'Python of another version for the driver': {
    kind: 'python',
    resource: 'local:///opt/app.py',
    conf: { 'spark.pyspark.python': 'python3.12', 'spark.pyspark.driver.python': '/opt/venv/bin/python' },
  },
  'Python, the driver only': {
    kind: 'python',
    resource: 'local:///opt/app.py',
    conf: { 'spark.pyspark.driver.python': '/opt/venv/bin/python' },
  },
  'Python chosen for a Java application': { conf: { 'spark.pyspark.python': 'python3' } },
  R: { kind: 'r', resource: 'local:///opt/app.R', arguments: ['1'] },
});

export const APPLICATION_CASES: readonly HandPickedCase[] = [...NAMES, ...IMAGES, ...COMMANDS];
