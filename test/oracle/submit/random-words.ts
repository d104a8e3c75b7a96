/** Command lines of `spark-submit` drawn by chance: the same seed and number give the same one, on any machine. */
import { Random } from '../generator/random.ts';

/** What `spark-submit` is asked: its words, and the variables of its environment. */
export interface CommandLine {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Files of the folder that command lines are run in, with their content; the generator names them. */
export const FILES: Readonly<Record<string, string>> = {
  'app.jar': '',
  'app.py': '',
  'app.R': '',
  'with space.jar': '',
  'libs/one.jar': '',
  'libs/two.jar': '',
  'libs/.hidden.jar': '',
  'libs/deep/one.jar': '',
  'data.zip': '',
  '50%.txt': '',
  'conf/spark-defaults.conf':
    'spark.master k8s://https://defaults:6443\nspark.executor.memory\t2g\nspark.app.name=from defaults\n' +
    'spark.jars libs/one.jar\nno.spark 1\nspark.submit.deployMode cluster\n# spark.comment 1\n' +
    'spark.driver.extraJavaOptions  -Da=b \\\n   -Dc=d\n',
  'home/conf/spark-defaults.conf': 'spark.home=yes\nspark.executor.instances 7\n',
  'empty/readme': '',
  'one.properties':
    'spark.one : 1\nspark.executor.instances=4\nspark.files=data.zip#here\nspark.driver.memory =  3g  \nspark.odd\\ key\\:a=x\\ty\\u0041\n',
  'two.properties':
    'spark.one=2\nspark.two two\nspark.submit.pyFiles=libs/one.jar,app.py\nspark.archives=data.zip#a\nspark.driver.host=here\n',
};

type Draw = (random: Random) => readonly string[];

const one =
  (flag: string, ...values: readonly string[]): Draw =>
  (random) => {
    const value = random.pick(values);
    return value !== '' && random.chance(0.2) ? [`${flag}=${value}`] : [flag, value];
  };

/** Some names of files, commas between them; now and then an empty one, or spaces. */
const list =
  (flag: string, ...names: readonly string[]): Draw =>
  (random) => [flag, random.some(names, random.between(1, 3)).join(random.pick([',', ',', ',,']))];

const JARS = [
  'libs/one.jar',
  'libs/*.jar',
  'local:///opt/x.jar',
  'gone.jar',
  'libs/t?o.jar',
  'https://h/a.jar',
  'libs',
];
const PROPERTIES = [
  'spark.executor.memory=4g',
  'spark.executor.instances=9',
  'spark.app.name=by conf',
  'spark.jars=libs/{one,two}.jar,local:///a.jar',
  'spark.files=file:/tmp/x.txt',
  'spark.submit.pyFiles=app.py',
  'spark.kubernetes.namespace=jobs',
  'spark.empty=',
  'spark.equals=a=b=c',
  'spark.driver.host=somewhere',
  'other.key=1',
  'spark.driver.cores=2',
  'spark.executor.memory=0',
  'spark.dynamicAllocation.enabled=true',
  'spark.executor.instances=0',
  'spark.kerberos.principal=me',
];

const FLAGS: readonly Draw[] = [
  one('--name', 'pi', 'My App', 'ünï'),
  list('--jars', ...JARS),
  list('--files', 'data.zip', '50%.txt', 'data.zip#x', '/etc/hosts', 'with space.jar', 'local:/a#b'),
  list('--py-files', 'app.py', 'libs/[ot]*.jar', 'http://h/x.py'),
  list('--archives', 'data.zip#env', 'data.*#other', 'https://h/a.tgz#b'),
  one('--packages', 'a:b:1', 'a:b:1,c:d:2'),
  one('--exclude-packages', 'x:y'),
  one('--repositories', 'https://r1,https://r2'),
  one('--properties-file', 'one.properties', 'two.properties', 'gone.properties'),
  one('--properties-file', 'one.properties', 'two.properties'),
  one('--extra-properties-file', 'one.properties', 'two.properties'),
  () => ['--load-spark-defaults'],
  one('--driver-memory', '1g', '512m', '0', 'much'),
  one('--driver-cores', '2'),
  one('--driver-java-options', '-Da=b -Dc=d', '-Da="x y"'),
  one('--driver-library-path', '/lib'),
  one('--driver-class-path', '/a.jar:/b.jar'),
  one('--executor-memory', '2g', '1024'),
  one('--executor-cores', '4', '+2', '0', 'x'),
  one('--num-executors', '3', '007', '-1'),
  one('--total-executor-cores', '8'),
  one('--queue', 'q'),
  one('--proxy-user', 'alice'),
  one('--principal', 'bob'),
  () => ['--verbose'],
  (random) => [random.pick(['--conf', '-c']), random.pick(PROPERTIES)],
  (random) => ['--conf', random.pick(PROPERTIES)],
  (random) => ['--conf', random.pick([...PROPERTIES, 'spark.no.value'])],
  () => ['--no-such-flag', 'x'],
];

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  SPARK_CONF_DIR: ['conf', 'empty', 'gone'],
  SPARK_HOME: ['home'],
  MASTER: ['k8s://https://variable'],
  DEPLOY_MODE: ['cluster', 'client'],
  SPARK_DRIVER_MEMORY: ['5g'],
  SPARK_EXECUTOR_MEMORY: ['6g'],
  SPARK_EXECUTOR_CORES: ['3'],
};

const MAIN = [
  'app.jar',
  'local:///opt/app.jar',
  'with space.jar',
  'app.py',
  'https://h/app.py',
  'app.R',
  'spark-internal',
];
const ARGUMENTS = ['10', '--class', '', 'two words', 'a=b', '--help', '-v'];

/** The command line of this number. Most have what every submission needs. */
export function randomWords(seed: number, number: number): CommandLine {
  const random = new Random(seed, number);
  const needed = [
    [
      '--master',
      random.pick(['k8s://https://h:6443', 'k8s://h', 'k8s://http://h:1', 'k8s://ftp://h', 'yarn']),
    ],
    ['--deploy-mode', random.pick(['cluster', 'cluster', 'cluster', 'client', 'other'])],
    ['--class', 'org.example.Main'],
  ].filter(() => random.chance(0.93));
  const usual = random.chance(0.7)
    ? [
        ['--master', 'k8s://https://h'],
        ['--deploy-mode', 'cluster'],
      ]
    : [];
  const drawn = random.some(FLAGS, random.between(0, 7)).map((draw) => draw(random));
  const flags = random.some([...needed, ...drawn], needed.length + drawn.length);
  const main = random.chance(0.97)
    ? [random.pick(MAIN), ...random.some(ARGUMENTS, random.pick([0, 1, 3]))]
    : [];
  const variables = Object.entries(VARIABLES).filter(() => random.chance(0.2));
  return {
    words: [...flags, ...usual, main].flat(),
    environment: Object.fromEntries(variables.map(([name, values]) => [name, random.pick(values)])),
  };
}
