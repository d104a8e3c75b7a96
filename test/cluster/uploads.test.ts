/** `sparkctl submit` with files of this disk: by way of each kind of store to real drivers and executors. */
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { newNamespace, realApiServer } from '../apiserver/real-api-server.ts';
import { MINUTES } from './eventually.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';
import { controlPlaneAddress } from './local/cluster-layout.ts';
import { capture } from './local/run.ts';
import { hdfsServer } from './stores/hdfs-server.ts';
import { javaApplication, pythonApplication, type LocalApplication } from './stores/local-files.ts';
import { S3_BUCKET, S3_KEYS, s3aJars, s3Server } from './stores/s3-server.ts';
import type { Server } from './stores/server.ts';

const LONG = 10 * MINUTES;
const REPOSITORY = join(import.meta.dirname, '../..');
const SPARKCTL = [process.execPath, '--no-warnings', join(REPOSITORY, 'src/cli/cli.ts')];

const api = realApiServer();
let cluster: LocalCluster;
let folder: string;
const servers: Server[] = [];
const namespaces: string[] = [];

/** What becomes of each submission, begun at once: most of the time Spark starts. */
const outcomes = new Map<string, Promise<Outcome>>();

interface Outcome {
  /** What the driver wrote. */
  readonly log: string;
  /** The words of its container. */
  readonly words: readonly string[];
}

beforeAll(async () => {
  cluster = await surroundingCluster();
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  // Pods look into it, too.
  await chmod(folder, 0o755);
  const address = controlPlaneAddress(cluster.layout);
  const [java, python] = await Promise.all([javaApplication(folder), pythonApplication(folder)]);
  const sum = { ...java, words: ['3', '4', '5'] };
  begin('file', sum, mountedFolder(join(folder, 'shared')));
  const s3 = await s3Server({ address, folder: join(folder, 's3') });
  servers.push(s3);
  begin('s3a', sum, await s3Flags(s3));
  const hdfs = await hdfsServer({ address, folder: join(folder, 'hdfs') });
  servers.push(hdfs);
  begin('hdfs', sum, uploadTo(`hdfs://${address}:8020/jobs`));
  begin('python', python, uploadTo(`hdfs://${address}:8020/jobs`));
}, LONG);

afterAll(async () => {
  await Promise.allSettled(outcomes.values());
  for (const server of servers) await server.stop();
  if (namespaces.length > 0) await cluster.kubectl(['delete', 'namespace', ...namespaces, '--wait=false']);
  await api.close();
  await rm(folder, { recursive: true });
});

test.each([
  { store: 'file', what: 'a folder that driver and executors mount' },
  { store: 'hdfs', what: 'HDFS' },
  { store: 's3a', what: 'S3' },
])(
  'a jar comes by way of $what to the driver and its executors',
  async ({ store }) => {
    const { log, words } = await outcomeOf(store);
    expect(log).toContain('The sum of 3 and 4 and 5 is 12\n');
    const main = ['--class', 'meetup.SparkApp', 'spark-internal', '3', '4', '5'];
    expect(words.slice(-main.length)).toEqual(main);
  },
  LONG,
);

test(
  'so do a module, a data file and an archive with a Python application, which has its own name',
  async () => {
    const { log, words } = await outcomeOf('python');
    expect(log).toContain('driver: Hello world!\n');
    expect(log).toContain('executor: Hello world!\n');
    const [runner, main] = words.slice(-2);
    expect(runner).toBe('org.apache.spark.deploy.PythonRunner');
    expect(main).toMatch(/^hdfs:\/\/[^/]*\/jobs\/spark-upload-[-0-9a-f]{36}\/uploaded_files\.py$/u);
  },
  LONG,
);

test('what was uploaded is removed after the end where that is asked for', async () => {
  await outcomeOf('file');
  expect(await readdir(join(folder, 'shared'))).toEqual([]);
});

/** Of the application in that store. */
function outcomeOf(store: string): Promise<Outcome> {
  const outcome = outcomes.get(store);
  if (outcome === undefined) throw new Error(`nothing was submitted by way of ${store}`);
  return outcome;
}

function begin(
  name: string,
  application: LocalApplication & { readonly words?: readonly string[] },
  flags: readonly string[],
): void {
  const outcome = submitted(name, application, flags);
  // It shows in the test that waits for it.
  outcome.catch(() => undefined);
  outcomes.set(name, outcome);
}

/** Fails: with all that sparkctl said, unless it ends with 0. */
async function submitted(
  name: string,
  { flags: own, main, words = [] }: LocalApplication & { readonly words?: readonly string[] },
  flags: readonly string[],
): Promise<Outcome> {
  const namespace = await newNamespace(api.api, `upload-${name}`);
  namespaces.push(namespace);
  const account = join(REPOSITORY, 'deploy/job-account.yaml');
  await cluster.kubectl(['apply', '--namespace', namespace, '-f', account]);
  const place = ['--name', 'demo', '--conf', `spark.kubernetes.namespace=${namespace}`];
  const submit = ['submit', '--deploy-mode', 'cluster', ...place, ...SMALL, ...flags, ...own, main, ...words];
  const log = await capture([...SPARKCTL, ...submit], { env: { HADOOP_USER_NAME: 'alice' } });
  const driver = ['get', 'pod', '--namespace', namespace, '--selector=spark-role=driver', '--output=json'];
  const { items } = JSON.parse(await cluster.kubectl(driver)) as Pods;
  return { log, words: items[0]?.spec.containers[0]?.args ?? [] };
}

interface Pods {
  readonly items: readonly {
    readonly spec: { readonly containers: readonly { readonly args?: readonly string[] }[] };
  }[];
}

const conf = (properties: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(properties).flatMap(([key, value]) => ['--conf', `${key}=${value}`]);

/** For a small machine, as `thrifty` has it. */
const SMALL = conf({
  'spark.kubernetes.container.image': 'apache/spark:4.3.0',
  'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
  'spark.executor.instances': '1',
  ...Object.fromEntries(
    ['driver', 'executor'].flatMap((role) => [
      [`spark.${role}.memory`, '512m'],
      [`spark.kubernetes.${role}.request.cores`, '100m'],
      [`spark.${role}.extraJavaOptions`, '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'],
    ]),
  ),
});

const uploadTo = (path: string): readonly string[] => conf({ 'spark.kubernetes.file.upload.path': path });

/** A folder of the node at the same path in all pods. */
function mountedFolder(path: string): readonly string[] {
  return [...uploadTo(path), ...mounted('shared', path, path), '--upload-cleanup'];
}

/** Whoever reads from S3 has the jars for that from the node; an image would have them in it. */
async function s3Flags({ url }: Server): Promise<readonly string[]> {
  const jars = '/opt/s3a';
  const properties = {
    'spark.hadoop.fs.s3a.endpoint': url,
    'spark.hadoop.fs.s3a.endpoint.region': 'us-east-1',
    'spark.hadoop.fs.s3a.path.style.access': 'true',
    'spark.hadoop.fs.s3a.access.key': S3_KEYS.accessKeyId,
    'spark.hadoop.fs.s3a.secret.key': S3_KEYS.secretAccessKey,
    'spark.driver.extraClassPath': `${jars}/*`,
    'spark.executor.extraClassPath': `${jars}/*`,
  };
  return [
    ...uploadTo(`s3a://${S3_BUCKET}/jobs`),
    ...conf(properties),
    ...mounted('s3a', await s3aJars(), jars),
  ];
}

/** A hostPath volume of driver and executors. */
function mounted(name: string, from: string, to: string): readonly string[] {
  const volumes = ['driver', 'executor'].map((role) => `spark.kubernetes.${role}.volumes.hostPath.${name}`);
  const properties = volumes.flatMap((volume) => [
    [`${volume}.mount.path`, to],
    [`${volume}.options.path`, from],
  ]);
  return conf(Object.fromEntries(properties));
}
