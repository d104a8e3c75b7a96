import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Runs sparkctl from the sources, as a process of its own. */
const sparkctl = (words: readonly string[], input = '', environment: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, ['src/cli/cli.ts', ...words], {
    cwd: REPOSITORY,
    input,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });

test('every example is right, to the last field, and nothing in it is without effect', () => {
  const files = readdirSync(`${REPOSITORY}/examples`, { recursive: true, encoding: 'utf8' })
    .map((file) => `examples/${file}`)
    .filter(
      (file) => file.endsWith('.yaml') && isOfApplication(readFileSync(`${REPOSITORY}/${file}`, 'utf8')),
    )
    .flatMap((file) => ['-f', file]);
  const { status, stdout, stderr } = sparkctl(['render', ...files]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout.match(/^kind: Pod$/gmu)).toHaveLength(files.length / 2);
});

test('a folder is read with the folders in it', () => {
  const { status, stdout, stderr } = sparkctl(['validate', '-R', '-f', 'examples']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('spark-pi: nothing is wrong');
});

test('a file can come from standard input', () => {
  const { status, stdout } = sparkctl(
    ['render', '-f', '-', '-o', 'json'],
    readFileSync(`${REPOSITORY}/examples/spark-pi.yaml`, 'utf8'),
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'List' });
});

test('what is wrong is told on standard error, and by the exit code', () => {
  const { status, stdout, stderr } = sparkctl(['render', '-f', 'gone.yaml']);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^gone\.yaml: there is no such file/u);
});

test('without a kubeconfig it says where one is looked for', () => {
  const { status, stderr } = sparkctl(['list'], '', { HOME: '/nowhere', KUBECONFIG: '' });
  expect(status).toBe(1);
  expect(stderr).toBe(
    'sparkctl list: no kubeconfig found: there is no ~/.kube/config, and this is no pod; ' +
      'set KUBECONFIG, or name the file with --kubeconfig\n',
  );
});

test('a server that nobody listens at is named, with what to do', () => {
  const master = ['--master', 'k8s://http://127.0.0.1:1'];
  const { status, stderr } = sparkctl(['submit', '--status', 'pi', ...master], '', {
    HOME: '/nowhere',
    KUBECONFIG: '',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^sparkctl submit: http:\/\/127\.0\.0\.1:1 cannot be reached: .*; check that the cluster is up; --context/u,
  );
});

test('what is printed arrives whole, however much it is', () => {
  const many = Array.from({ length: 40 }, () => ['-f', 'examples/spark-pi.yaml']).flat();
  const { status, stdout } = sparkctl(['render', '-o', 'json', ...many]);
  expect(status).toBe(0);
  expect(stdout.length).toBeGreaterThan(200_000);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'List' });
});

const isOfApplication = (yaml: string): boolean => /^kind: SparkApplication$/mu.test(yaml);
