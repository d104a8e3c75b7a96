import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DRIVERS_RIGHTS } from '../../../../src/cli/doctor/access.ts';
import { ApiError } from '../../../../src/kube/api-error.ts';
import type { KubernetesObject, Resource, Stored } from '../../../../src/manifest/object-meta.ts';
import { refusal } from '../../../fakes/in-memory-api-server.ts';
import { FakeHdfs } from '../../upload/stores/fake-hdfs.ts';
import { CommandsOnACluster } from '../commands-on-a-cluster.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'doctor-test-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** A cluster with the definitions, in which everybody may do everything, and nothing else. */
async function cluster(): Promise<CommandsOnACluster> {
  const made = new CommandsOnACluster();
  await made.run('crds', 'apply');
  const { api } = made;
  const create = api.create.bind(api);
  api.create = async <T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> =>
    resource.apiVersion.startsWith('authorization.')
      ? ({ ...object, status: { allowed: true } } as unknown as Stored<T>)
      : create(resource, object);
  return made;
}

const verdicts = (printed: string): readonly string[] =>
  printed.split('\n').flatMap((line) => /^(?:ok|warning|failure|unknown) +[^:]+/u.exec(line) ?? []);

describe('sparkctl doctor', () => {
  test('says what is missing, and what to do', async () => {
    const { code, printed } = await (await cluster()).run('doctor');
    expect(code).toBe(1);
    expect(verdicts(printed)).toEqual([
      'ok       CRD sparkapplications.sparkoperator.k8s.io',
      'ok       CRD sparkexecutorsets.sparkoperator.k8s.io',
      'failure  operator',
      'failure  namespace',
      'unknown  upload path',
    ]);
    expect(printed).toContain('\n         Install it: docs/install.md.\n');
    expect(printed).toMatch(/\n2 failures, 0 warnings\n$/u);
  });

  test('answers scripts in JSON', async () => {
    const { code, printed } = await (await cluster()).run('doctor', '-o', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toContainEqual({
      check: 'operator',
      verdict: 'failure',
      says: 'its Deployment is nowhere',
      remedy: 'Install it: docs/install.md',
    });
  });

  test('an API server that does not answer is a finding', async () => {
    const made = await cluster();
    made.api.refuse = () => new ApiError({ reason: 'Unreachable', code: 0, message: 'connection refused' });
    const { code, printed } = await made.run('doctor');
    expect(code).toBe(1);
    expect(printed).toMatch(
      /^failure {2}cluster: connection refused\n +Check that the cluster is up; --context/u,
    );
  });

  test('who may see nothing gets no failure out of that', async () => {
    const made = await cluster();
    made.api.refuse = () => refusal('Forbidden', 'no right');
    const { code, printed } = await made.run('doctor');
    expect(code).toBe(0);
    expect(verdicts(printed)).toContain('unknown  operator');
  });
});

/** What is said about that upload path. */
const judged = async (path: string, ...words: readonly string[]) => {
  const { printed } = await (
    await cluster()
  ).run('doctor', '-c', `spark.kubernetes.file.upload.path=${path}`, ...words);
  return printed.slice(printed.search(/^.*upload path: /mu));
};

describe('the upload path', () => {
  test('is written to, and left as it was', async () => {
    mkdirSync(join(FOLDER, 'uploads'));
    expect(await judged(`file://${FOLDER}/uploads`)).toMatch(
      /^warning {2}upload path: file:.* can be written here; only/u,
    );
    expect(readdirSync(join(FOLDER, 'uploads'))).toEqual([]);
  });

  test('that is not there is a warning, and not made', async () => {
    expect(await judged(`file://${FOLDER}/slip/of/the/pen`)).toMatch(
      /^warning {2}upload path: file:.*pen is not there yet; submissions make it\n +Correct the path/u,
    );
    expect(existsSync(join(FOLDER, 'slip'))).toBe(false);
  });

  test.each([
    [
      's3a://bucket/100%',
      [],
      /file\.upload\.path is s3a:.*100%, whose % is no escape\n +Write a % in it as %25/u,
    ],
    [
      's3a://bucket/up',
      ['-c', 'spark.hadoop.fs.s3a.connection.timeout=1x'],
      /spark\.hadoop\.fs\.s3a\.connection\.timeout: "1x" is not a time\n +Write a whole number/u,
    ],
    [
      'webhdfs://host/up',
      ['-c', 'spark.hadoop.dfs.webhdfs.socket.read-timeout=1x'],
      /spark\.hadoop\.dfs\.webhdfs\.socket\.read-timeout: "1x" is not a time\n +Write a whole number/u,
    ],
  ])('%s with %j that cannot be read is a failure', async (path, words, says) => {
    expect(await judged(path, ...words)).toMatch(says);
  });

  test('in HDFS that is not there is a warning, and not left behind', async () => {
    const hdfs = new FakeHdfs();
    const host = await hdfs.start();
    hdfs.checksum = { algorithm: 'unknown here', bytes: '' };
    hdfs.directories = ['/jobs'];
    const said = await judged(`webhdfs://${host}/jobs/slip/of`);
    await hdfs.end();
    expect(said).toMatch(
      /^warning {2}upload path: webhdfs:.*of is not there yet; submissions make it\n +Correct/u,
    );
    expect(hdfs.files.size).toBe(0);
    expect(hdfs.removed).toEqual([expect.stringMatching(/spark-upload-/u), '/jobs/slip/of', '/jobs/slip']);
  });

  test('that nobody knows is a failure', async () => {
    expect(await judged('ftp://host/path')).toMatch(
      /^failure {2}upload path: .*there is no store for ftp:\n +Use one of/u,
    );
  });

  test('that cannot be written is a failure, with the reason', async () => {
    const file = join(FOLDER, 'file');
    writeFileSync(file, '');
    expect(await judged(`file://${file}/uploads`)).toMatch(
      /^failure {2}upload path: .* a part of the path is no directory\n +Choose another upload path/u,
    );
  });
});

test('an account of drivers needs what docs/rights.md says', () => {
  const page = readFileSync(new URL('../../../../docs/rights.md', import.meta.url), 'utf8');
  const [, section = ''] = /^## A driver\n([\s\S]*?)^## /mu.exec(page) ?? [];
  const [, resource, verbs = ''] = /^\| `([^`]+)` +\| ([a-z, ]+?) +\|/mu.exec(section) ?? [];
  const asked = DRIVERS_RIGHTS.map(({ verb, group, resource: plural }) => [`${plural}.${group}`, verb]);
  expect(asked).toEqual(verbs.split(', ').map((verb) => [resource, verb]));
});
