import { expect, test } from '@jest/globals';
import { refusal } from '../../fakes/in-memory-api-server.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

test.each([
  { name: 'commands', words: ['s'], gives: ['submit', 'status', 'scale', 'suspend'] },
  { name: 'flags of a command', words: ['scale', 'pi', '--re'], gives: ['--replicas'] },
  { name: 'names of applications', words: ['scale', 'p'], gives: ['pi'] },
  { name: 'nothing where no name is meant', words: ['list', 'p'], gives: [] },
  { name: 'nothing behind a command nobody knows', words: ['sing', 'p'], gives: [] },
])('sparkctl completes $name', async ({ words, gives }) => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  const { code, printed, told } = await cluster.run('completion', 'candidates', ...words);
  expect({ code, told }).toEqual({ code: 0, told: [] });
  expect(printed.split('\n').slice(0, -1)).toEqual(gives);
});

test.each([
  { words: ['-n', 'lab', '--context=dev'], choice: { namespace: 'lab', context: 'dev' } },
  { words: ['--namespace=lab', '--kubeconfig', 'file'], choice: { namespace: 'lab', kubeconfig: 'file' } },
])('names are those of the cluster that $words choose', async ({ words, choice }) => {
  const outcome = await new CommandsOnACluster().run('completion', 'candidates', 'status', ...words, '');
  expect(outcome.choice).toMatchObject(choice);
});

test('a cluster that refuses completes nothing, without a word', async () => {
  const cluster = new CommandsOnACluster();
  cluster.api.refuse = () => refusal('Forbidden', 'no');
  const { code, printed, told } = await cluster.run('completion', 'candidates', 'status', '');
  expect({ code, printed, told }).toEqual({ code: 0, printed: '', told: [] });
});

test.each(['bash', 'zsh', 'fish'])('sparkctl completion %s prints a script', async (shell) => {
  const { code, printed } = await new CommandsOnACluster().run('completion', shell);
  expect(code).toBe(0);
  expect(printed).toContain('sparkctl completion candidates');
});

test('sparkctl completion names the shells it knows', async () => {
  const { code, told } = await new CommandsOnACluster().run('completion', 'csh');
  expect(code).toBe(2);
  expect(told[0]).toContain('it takes bash, zsh or fish, not "csh"');
});
