import { expect, test } from '@jest/globals';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const RUNNING = {
  executors: { desired: 2, pending: 1, running: 1, succeeded: 0, failed: 0, selector: 'a=b' },
};

test('sparkctl list shows state, attempts and executors', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({}, RUNNING);
  const { code, printed } = await cluster.run('list');
  expect(code).toBe(0);
  expect(printed.split('\n').map((line) => line.split(/ {2,}/u).slice(0, 4))).toEqual([
    ['NAME', 'STATE', 'ATTEMPTS', 'EXECUTORS'],
    ['pi', 'RUNNING', '1', '1/2'],
    [''],
  ]);
});

test.each([
  { words: ['-o', 'name'], says: /^sparkapplication\/pi\n$/u },
  { words: ['-o', 'json'], says: /"kind": "List"/u },
  { words: ['-o', 'yaml'], says: /^kind: List$/mu },
  { words: ['-o', 'wide'], says: /SPARK ID.*\n.*spark-1/u },
  { words: ['-A'], says: /^NAMESPACE .*\njobs /u },
])('sparkctl list $words says it another way', async ({ words, says }) => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  const { code, printed } = await cluster.run('list', ...words);
  expect(code).toBe(0);
  expect(printed).toMatch(says);
});

test('sparkctl list -o wide says why an application failed, in its line', async () => {
  const cluster = new CommandsOnACluster();
  const errorMessage = 'spec.image: There is none.\nspec.driver.memory: Not a size.';
  await cluster.submit({}, { applicationState: { state: 'FAILED', errorMessage } });
  const { printed } = await cluster.run('list', '-o', 'wide');
  expect(printed).toMatch(/MESSAGE\n.* spec\.image: There is none\. spec\.driver\.memory: Not a size\.\n$/u);
});

test('sparkctl list tells that there is none, which is no failure', async () => {
  const { code, printed, told } = await new CommandsOnACluster().run('list');
  expect({ code, printed, told }).toEqual({
    code: 0,
    printed: '',
    told: ['there are no applications in the namespace "jobs"'],
  });
});

test('sparkctl list knows its formats', async () => {
  const { code, told } = await new CommandsOnACluster().run('list', '-o', 'xml');
  expect(code).toBe(2);
  expect(told[0]).toContain('-o takes wide, json, yaml or name, not "xml"');
});
