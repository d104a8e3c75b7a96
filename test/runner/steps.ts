/** What `npm test` runs. Steps of one lane follow each other; the lanes of the last stage run side by side. */
import { join } from 'node:path';

import type { Step } from './step.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const node = (...words: readonly string[]): readonly string[] => [process.execPath, ...words];
const bin = (name: string): string => join(REPOSITORY, 'node_modules/.bin', name);

/** Jest on the projects of these names; its result goes to `result`. By itself it leaves one core to others. */
function jest(projects: readonly string[], result: string): readonly string[] {
  const script = join(REPOSITORY, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  return node(...flags, script, '--selectProjects', ...projects, '--json', `--outputFile=${result}`);
}

/** For what reckons a lot and waits for nothing: the clusters beside it have limits of time to keep. */
const patiently = (command: readonly string[]): readonly string[] => ['nice', '-n', '10', ...command];

/** The quick ones, which need nothing but this checkout. */
export const CHECKS: readonly Step[] = [
  { name: 'format', command: [bin('prettier'), '--check', '.'] },
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'types', command: [bin('tsc')] },
];

/** All tiers, by the folder in which each leaves its result. */
export function tiers(folder: string): readonly (readonly Step[])[] {
  const results = (name: string): string => join(folder, `${name}.json`);
  const quick: Step = {
    name: 'unit, golden, architecture',
    command: [...jest(['unit', 'golden', 'architecture'], results('quick')), '--maxWorkers=100%'],
    result: results('quick'),
  };
  /** One whose jest runs in the network of a cluster. */
  const clustered = (name: 'apiserver' | 'cluster'): Step => ({
    name,
    command: node(join(REPOSITORY, `test/${name}/run-tier.ts`), ...jest([name], results(name)).slice(1)),
    result: results(name),
    needsRoot: true,
  });
  const plugin: Step = {
    name: 'driver plugin',
    command: patiently(node(join(REPOSITORY, 'test/driver-plugin/verify.ts'))),
  };
  // Spark itself is asked what it makes of these: always the same ones, so that a failure can be seen again.
  const oracle: Step = {
    name: 'oracle',
    command: patiently(node(join(REPOSITORY, 'test/oracle/main.ts'), '--cases', '500', '--seed', '1')),
  };
  const submitOracle: Step = {
    name: 'oracle of spark-submit',
    command: patiently(node(join(REPOSITORY, 'test/oracle/submit/main.ts'))),
  };
  /** One that runs by itself, of the project of that name. */
  const single = (name: 'model' | 'programs'): Step => ({
    name,
    command: patiently(jest([name], results(name))),
    result: results(name),
  });
  return [
    [quick],
    [single('programs'), single('model'), plugin, oracle, submitOracle, clustered('apiserver')],
    [clustered('cluster')],
  ];
}
