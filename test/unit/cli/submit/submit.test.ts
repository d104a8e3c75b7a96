import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { APPLICATIONS, type SparkApplication } from '../../../../src/api/spark-application.ts';
import type { Cluster } from '../../../../src/cli/cluster.ts';
import { sparkctl } from '../../../../src/cli/sparkctl.ts';
import { CONFIG_MAPS } from '../../../../src/manifest/config-map.ts';
import { InMemoryApiServer } from '../../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { FakeHdfs } from '../../upload/stores/fake-hdfs.ts';
import { RecordedTerminal } from '../recorded-terminal.ts';

let folder = '';
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'submit-'));
  for (const name of ['conf', 'hadoop', 'hadoop/..data']) await mkdir(file(name));
  await symlink('..data', file('hadoop/..link'));
  const driver = { spec: { containers: [{ name: 'main' }], nodeName: 'n1' } };
  await Promise.all([
    writeFile(file('driver.yaml'), JSON.stringify(driver)),
    writeFile(file('broken.yaml'), 'spec: 1'),
    writeFile(file('conf/spark-defaults.conf'), 'spark.from.defaults yes'),
    writeFile(file('conf/log4j2.properties'), 'level=info'),
    writeFile(file('hadoop/core-site.xml'), '<configuration/>'),
    writeFile(file('krb5.conf'), '[libdefaults]'),
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

let api = new InMemoryApiServer(new ManualClock(0));
beforeEach(() => {
  api = new InMemoryApiServer(new ManualClock(0));
});

/** Runs `sparkctl submit` against a cluster in memory. */
async function submit(given: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { after, log } = IDLE;
  const cluster = {
    api,
    namespace: 'jobs',
    now: () => 0,
    after,
    log,
    forward: async () => {},
    close: async () => {},
  };
  const terminal = new RecordedTerminal({}, cluster, environment);
  const code = await sparkctl(['submit', ...(given[0] === '--help' ? [] : ['--detach']), ...given], terminal);
  return { code, printed: terminal.printed, told: terminal.told.join('\n'), choice: terminal.choice };
}

/** Nothing here waits. */
const IDLE: Pick<Cluster, 'after' | 'log'> = { after: () => () => undefined, log: async function* () {} };

const words = (text: string): readonly string[] => text.split(' ');

const PI = [
  ...words('--master k8s://https://api:6443 --deploy-mode cluster --class Pi'),
  '--name',
  'My Pi',
  ...words('--conf spark.kubernetes.container.image=spark:4.3.0'),
];
/** A file that is there. */
const APP = fileURLToPath(import.meta.url);
const uploadTo = (path: string) => words(`--conf spark.kubernetes.file.upload.path=${path}`);

const JAR = ['local:///opt/pi.jar', '100'];

async function all<T>(resource: typeof APPLICATIONS | typeof CONFIG_MAPS): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of api.list(resource, {})) found.push(...(page.items as readonly T[]));
  return found;
}

describe('sparkctl submit', () => {
  test('creates the application in the cluster and namespace that the words name', async () => {
    const { code, printed, choice } = await submit([...PI, '-n', 'other', '--context', 'test', ...JAR]);
    expect({ code, printed }).toEqual({
      code: 0,
      printed: expect.stringMatching(/^sparkapplication\/my-pi-[0-9a-f]{16} created in jobs\n$/u),
    });
    expect(choice).toMatchObject({ namespace: 'other', context: 'test', server: 'https://api:6443' });
    const [application] = await all<SparkApplication>(APPLICATIONS);
    expect(application?.spec).toMatchObject({ mainClass: 'Pi', arguments: ['100'], image: 'spark:4.3.0' });
  });

  test.each([{ words: [...PI, ...JAR] }, { words: words('--status none') }])(
    'acts as the properties of the submitter say: $words',
    async ({ words: given }) => {
      const own = words(
        '--conf spark.kubernetes.authenticate.submission.oauthToken=t --conf spark.kubernetes.authenticate.submission.caCertFile=/ca',
      );
      const { choice } = await submit([...own, ...given]);
      expect(choice?.credentials).toEqual({ token: 't', caFile: '/ca' });
      expect(JSON.stringify(await all(APPLICATIONS))).not.toContain('submission');
      const twice = words('--conf spark.kubernetes.authenticate.submission.oauthTokenFile=/t');
      expect(await submit([...own, ...twice, ...given])).toMatchObject({
        code: 2,
        told: expect.stringContaining('submission.oauthTokenFile can be given. See'),
      });
    },
  );

  test('prints objects that a repository can keep, always the same ones', async () => {
    const first = await submit([...PI, '--dry-run', ...JAR]);
    expect(await submit([...PI, '--dry-run', ...JAR])).toEqual(first);
    expect(loadAll(first.printed)).toMatchObject([{ metadata: { name: 'my-pi' } }]);
    expect(await all(APPLICATIONS)).toEqual([]);
  });

  test('takes local configuration along, which then belongs to the application', async () => {
    const local = [
      ...PI,
      ...words(`--conf spark.kubernetes.driver.podTemplateFile=${file('driver.yaml')}`),
      ...words(`--conf spark.kubernetes.kerberos.krb5.path=${file('krb5.conf')} --application pi`),
      ...JAR,
    ];
    const environment = { SPARK_CONF_DIR: file('conf'), HADOOP_CONF_DIR: file('hadoop') };
    expect((await submit(local, environment)).code).toBe(0);
    const [application] = await all<SparkApplication>(APPLICATIONS);
    expect(application?.spec).toMatchObject({
      sparkConfigMap: 'pi-spark-conf',
      hadoopConfigMap: 'pi-hadoop-conf',
      sparkConf: {
        'spark.from.defaults': 'yes',
        'spark.kubernetes.kerberos.krb5.configMapName': 'pi-krb5',
      },
      driver: { template: { spec: { nodeName: 'n1' } } },
    });
    const owner = { name: 'pi', uid: application?.metadata.uid, controller: true };
    expect(await all(CONFIG_MAPS)).toEqual(
      ['core-site.xml', 'krb5.conf', 'log4j2.properties'].map((name) =>
        expect.objectContaining({
          data: { [name]: expect.any(String) },
          metadata: expect.objectContaining({ ownerReferences: [expect.objectContaining(owner)] }),
        }),
      ),
    );
  });

  test('leaves nothing behind where the application is refused', async () => {
    const again = [...PI, '--application', 'pi', ...JAR];
    await submit(again);
    const { code, told } = await submit(again, { SPARK_CONF_DIR: file('conf') });
    expect({ code, told }).toEqual({ code: 1, told: expect.stringContaining('already exists') });
    expect(await all(CONFIG_MAPS)).toEqual([]);
  });

  test.each([
    [['--name', 'x', '--clas', 'A'], 2, 'there is no flag --clas (did you mean --class?)'],
    [['--deploy-mode', 'client', 'a.py'], 2, 'client mode cannot be had'],
    [['--properties-file', '/gone', 'a.py'], 1, 'the properties file /gone cannot be read'],
    [['local:///a.py'], 1, 'error: spec.image: No image for the driver'],
    [
      [...PI, APP],
      1,
      `file:${APP} is on this disk, where no pod can read it: set spark.kubernetes.file.upload.path to a place`,
    ],
    [
      [...PI, '--files', '/absent', '/gone.jar'],
      1,
      'There is no file /gone.jar. Correct its name; a file of the image is named local:///gone.jar. ' +
        'There is no file /absent. Correct its name; a file of the image is named local:///absent. ' +
        'To upload files, set spark.kubernetes.file.upload.path, too, to a place',
    ],
    [[...PI, ...uploadTo('s3a://b'), '/gone.jar'], 1, 'There is no file /gone.jar.'],
    [[...PI, ...uploadTo('ftp://b'), APP], 1, 'there is no store for ftp:. Use one of file:'],
    [
      [...PI, ...uploadTo('file:/up'), APP],
      1,
      'the driver has no volume there. Mount the same directory at /up',
    ],
    [
      [...PI, '--conf', 'spark.kubernetes.driver.podTemplateFile=/gone', ...JAR],
      1,
      'spark.kubernetes.driver.podTemplateFile: /gone cannot be read',
    ],
  ])('%j ends with %d', async (given, code, message) => {
    const outcome = await submit(given);
    expect(outcome).toMatchObject({ code, told: expect.stringContaining(message) });
    expect(await all(APPLICATIONS)).toEqual([]);
  });

  test('tells the properties with --verbose, but no secrets', async () => {
    const { told } = await submit([
      ...PI,
      '-v',
      '--conf',
      'spark.hadoop.fs.s3a.secret.key=x',
      '--dry-run',
      ...JAR,
    ]);
    expect(told).toContain('spark.app.name=My Pi');
    expect(told).toContain('spark.hadoop.fs.s3a.secret.key=*********(redacted)');
  });

  test('leaves --help behind the main resource to the application', async () => {
    expect((await submit(['--help'])).printed).toMatch(/^Usage: sparkctl submit/u);
    expect((await submit([...PI, '--dry-run', 'local:///a.jar', '--help'])).printed).toContain('- --help');
  });
});

describe('files of this disk', () => {
  const place = 'spark.kubernetes.driver.volumes.hostPath.up';
  const mounted = () => [
    ...PI,
    ...uploadTo(file('up')),
    ...words(`--conf ${place}.mount.path=${file('up')} --conf ${place}.options.path=/data`),
    ...words('--conf spark.kubernetes.authenticate.driver.serviceAccountName=spark --application pi'),
  ];

  test('are put where the driver finds them, and the class is looked for in the jar', async () => {
    const { code, told } = await submit([...mounted(), file('driver.yaml'), '100']);
    expect({ code, told }).toEqual({
      code: 0,
      told: expect.stringMatching(/^uploading 1 file .*\nuploaded 1 file /u),
    });
    const [directory = ''] = await readdir(file('up'));
    expect(await readdir(file(`up/${directory}`))).toEqual(['driver.yaml']);
    const [application] = await all<SparkApplication>(APPLICATIONS);
    expect(application?.spec).toMatchObject({
      mainApplicationFile: 'spark-internal',
      deps: { jars: [`file:${file(`up/${directory}/driver.yaml`)}`] },
      fileUploadPath: file('up'),
    });
  });

  test('are removed again where the application is refused', async () => {
    const before = await readdir(file('up'));
    await submit([...PI, '--application', 'pi', ...JAR]);
    expect((await submit([...mounted(), file('driver.yaml')])).code).toBe(1);
    expect(await readdir(file('up'))).toEqual(before);
  });

  test('that cannot be removed again are told, and then what was refused', async () => {
    const hdfs = new FakeHdfs();
    const to = uploadTo(`webhdfs://${await hdfs.start()}/up`);
    hdfs.checksum = { algorithm: 'unknown here', bytes: '' };
    hdfs.refusal = { status: 403, message: 'not yours', of: 'DELETE DELETE' };
    await submit([...PI, '--application', 'pi', ...JAR]);
    const words = [...PI, '--application', 'pi', ...to, file('krb5.conf')];
    const { code, told } = await submit(words, { HADOOP_USER_NAME: 'alice' });
    await hdfs.end();
    expect(code).toBe(1);
    expect(told).toMatch(
      /^warning: Files may have stayed in webhdfs:\S+, which could not be removed: .*not yours\. Remove it yourself\.\n.*"pi" already exists; /mu,
    );
  });

  test('are not waited for where their store is silent, and no application is made', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const patience = words('--conf spark.hadoop.dfs.webhdfs.socket.read-timeout=50ms');
    const { code, told } = await submit(
      [...PI, ...uploadTo(`webhdfs://${host}/up`), ...patience, file('driver.yaml')],
      { HADOOP_USER_NAME: 'alice' },
    );
    silent.closeAllConnections();
    silent.close();
    expect({ code, told }).toEqual({
      code: 1,
      told: expect.stringContaining(`${host} has said nothing for 0.05 s. Check that HDFS is up, or raise`),
    });
    expect(await all(APPLICATIONS)).toEqual([]);
  });

  test('stay where they are in a dry run', async () => {
    const before = await readdir(file('up'));
    const { told } = await submit([...mounted(), '--dry-run', file('driver.yaml')]);
    expect(told).toMatch(
      /^not uploaded: .*driver\.yaml → file:.*\/spark-upload-[-0-9a-f]{36}\/driver\.yaml$/u,
    );
    expect(await readdir(file('up'))).toEqual(before);
  });
});

describe('what was submitted before', () => {
  beforeEach(async () => {
    for (const name of ['pi-1', 'pi-2', 'other']) await submit([...PI, '--application', name, ...JAR]);
  });

  test('is shown by its name or that of its driver', async () => {
    const { code, printed } = await submit(['--status', 'jobs:pi-1-driver']);
    expect({ code, lines: printed.split('\n').length }).toEqual({ code: 0, lines: 3 });
    expect(printed).toMatch(/jobs +pi-1 +NEW +pi-1-driver/u);
  });

  test('is deleted, all that a glob matches', async () => {
    const { code, printed } = await submit(['--master', 'k8s://h', '--kill', 'pi*']);
    expect({ code, printed }).toEqual({ code: 0, printed: 'jobs:pi-1 killed\njobs:pi-2 killed\n' });
    expect((await all<SparkApplication>(APPLICATIONS)).map(({ metadata }) => metadata.name)).toEqual([
      'other',
    ]);
  });

  test.each([
    [['--kill', 'gone*'], 1, 'no application or driver pod in the namespace "jobs" is named gone*'],
    [['--kill', 'x', '--status', 'x'], 2, '--kill and --status exclude each other'],
  ])('%j ends with %d', async (given, code, message) => {
    expect(await submit(given)).toMatchObject({ code, told: expect.stringContaining(message) });
  });
});
