import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const REPOSITORY = join(import.meta.dirname, '../..');

/** Runs the operator where there is no cluster and no jar. */
function operator(...words: readonly string[]) {
  const env = { ...process.env, KUBECONFIG: '/nowhere/kubeconfig' };
  const flags = ['src/main.ts', '--driver-plugin=/nowhere/plugin.jar', ...words];
  return spawnSync(process.execPath, flags, { cwd: REPOSITORY, env, encoding: 'utf8' });
}

test('a wrong flag is told in a line: exit code 2', () => {
  const { status, stderr } = operator('--workers=0');
  expect(stderr).toBe('spark-operator: --workers takes a whole number above 0, not "0"\n');
  expect(status).toBe(2);
});

test('whatever else goes wrong is a failure: exit code 1', () => {
  const { status, stderr } = operator();
  expect(stderr).toContain('/nowhere/');
  expect(status).toBe(1);
});

test('help is no failure', () => {
  expect(operator('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('--label-selector'),
  });
});
