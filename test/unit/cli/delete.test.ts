import { expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

test('sparkctl delete deletes what it names', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  expect(await cluster.run('delete', 'pi')).toMatchObject({ code: 0, printed: 'pi deleted\n' });
  expect(cluster.api.all(APPLICATIONS)).toEqual([]);
});

test('sparkctl delete deletes none where one of them is not there', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  expect((await cluster.run('delete', 'pi', 'pie')).code).toBe(1);
  expect(cluster.api.all(APPLICATIONS)).toHaveLength(1);
});

test.each([
  { words: [], says: 'it takes names of applications, or -l LABELS' },
  { words: ['pi', '-l', 'a=b'], says: 'it takes names of applications, or -l LABELS' },
  { words: ['-l', ''], says: '-l takes labels' },
  { words: ['-A', '-l', ' '], says: '-l takes labels' },
])('sparkctl delete $words is refused, without a cluster', async ({ words, says }) => {
  const { code, told, choice } = await new CommandsOnACluster().run('delete', ...words);
  expect(code).toBe(2);
  expect(told[0]).toContain(says);
  expect(choice).toBeUndefined();
});

test.each([
  { name: 'the application', id: 'pi' },
  { name: 'its driver pod', id: 'pi-driver' },
  { name: 'a part of it, in a namespace', id: 'jobs:p*' },
])('sparkctl kill takes the name of $name', async ({ id }) => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  expect(await cluster.run('kill', id)).toMatchObject({ code: 0, printed: 'jobs:pi killed\n' });
  expect(cluster.api.all(APPLICATIONS)).toEqual([]);
});
