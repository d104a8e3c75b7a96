import { expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { applicationIn } from '../../fakes/applications.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const { metadata: _, ...PI } = applicationIn('');
const named = (name: string, more: object = {}): string =>
  JSON.stringify({ ...PI, metadata: { name }, ...more });

test('sparkctl create creates the applications of a file, where the context says', async () => {
  const cluster = new CommandsOnACluster();
  cluster.files.set('jobs.yaml', `${named('one')}\n---\n${named('two')}\n`);
  const { code, printed } = await cluster.run('create', '-f', 'jobs.yaml');
  expect({ code, printed }).toEqual({ code: 0, printed: 'one created in jobs\ntwo created in jobs\n' });
  expect(cluster.api.all(APPLICATIONS).map(({ metadata: { name } }) => name)).toEqual(['one', 'two']);
});

test('sparkctl create creates none where one is wrong, and says what is', async () => {
  const cluster = new CommandsOnACluster();
  const wrong = named('two', { spec: { ...PI.spec, driver: { memory: 'much' } } });
  cluster.files.set('jobs.yaml', `${named('one')}\n---\n${wrong}\n`);
  const { code, told } = await cluster.run('create', '-f', 'jobs.yaml');
  expect(code).toBe(1);
  expect(told.join('\n')).toContain('error: SparkApplication two: spec.driver.memory');
  expect(cluster.api.all(APPLICATIONS)).toEqual([]);
});

test('sparkctl create says what to do about a name that is taken', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  cluster.files.set('pi.yaml', named('pi'));
  const { code, told } = await cluster.run('create', '-f', 'pi.yaml');
  expect(code).toBe(1);
  expect(told.at(-1)).toMatch(
    /"pi" already exists; choose another name, .* delete that one: sparkctl delete pi$/u,
  );
});
