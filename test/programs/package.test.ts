/** `npm pack` of sparkctl gives a tool that is installed from one file, with nothing from elsewhere. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const REPOSITORY = join(import.meta.dirname, '../..');

/** The node of the machine, and the one that the tests run with. */
const NODES = [
  ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')),
  join(process.execPath, '..'),
]
  .map((folder) => join(folder, 'node'))
  .map((node) => ({
    node,
    version: spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '',
  }))
  .filter(({ version }) => version !== '')
  .filter(({ version }, index, all) => all.findIndex((each) => each.version === version) === index);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sparkctl-installed-'));
  const contents = join(folder, 'package');
  execFileSync(process.execPath, ['test/package/write-package.ts', contents], { cwd: REPOSITORY });
  npm('pack', contents, '--pack-destination', folder, '--silent');
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  npm('install', '--global', '--prefix', join(folder, 'prefix'), '--offline', join(folder, tarball));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With an empty cache, so that offline means that there is nothing else. */
const npm = (...words: readonly string[]): string =>
  execFileSync('npm', words, {
    encoding: 'utf8',
    env: { ...process.env, npm_config_cache: join(folder, 'cache') },
  });

test('in CI the machine has the oldest Node that the package is for', () => {
  const wanted = process.env['CI'] === undefined ? ['v24'] : ['v20', 'v24'];
  expect(NODES.map(({ version }) => version.split('.')[0])).toEqual(expect.arrayContaining(wanted));
});

describe.each(NODES)('installed, with Node $version', ({ node }) => {
  const run = (program: string, ...words: readonly string[]) =>
    spawnSync(node, [join(folder, 'prefix/bin', program), ...words], { cwd: REPOSITORY, encoding: 'utf8' });

  test.each([
    { program: 'sparkctl', words: ['--help'], prints: /^ {2}submit +submit an application/mu },
    { program: 'kubectl-spark', words: ['--help'], prints: /^ {2}list +list applications/mu },
    { program: 'sparkctl', words: ['render', '-f', 'examples/spark-pi.yaml'], prints: /^kind: Pod$/mu },
    {
      program: 'kubectl-spark',
      words: ['validate', '-f', 'examples/spark-pi.yaml'],
      prints: /nothing is wrong/u,
    },
    { program: 'kubectl_complete-spark', words: ['sus'], prints: /^suspend\n$/u },
  ])('$program $words', ({ program, words, prints }) => {
    const { status, stdout, stderr } = run(program, ...words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(prints);
  });

  test('a server that does not answer is told in a sentence', () => {
    const { status, stderr } = run('sparkctl', 'list', '--kubeconfig', 'examples/spark-pi.yaml');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^sparkctl list: /u);
  });
});
