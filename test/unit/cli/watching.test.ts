import { describe, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { ChangingTable } from '../../../src/cli/watching.ts';
import { ApiError } from '../../../src/kube/api-error.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { executorManifest } from '../../fakes/executor-pods.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const PI = { namespace: 'jobs', name: 'pi' };

/** Runs a command that watches `pi`; between its looks things happen, one in each second. Ctrl-C ends it. */
async function watched(
  words: readonly string[],
  ...happenings: readonly ((cluster: CommandsOnACluster) => unknown)[]
) {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  const run = cluster.run(...words, '--watch');
  await cluster.clock.pass(0);
  for (const happen of happenings) {
    await happen(cluster);
    await cluster.clock.pass(1_000);
  }
  cluster.interruption.abort();
  return await run;
}

const becomes =
  (state: string) =>
  ({ api }: CommandsOnACluster): Promise<unknown> =>
    api.mergePatch(APPLICATIONS, PI, { status: { applicationState: { state } } }, 'status');

const firstWords = (text: string, count: number): readonly string[] =>
  text.split('\n').map((line) => line.split(/ {2,}/u).slice(0, count).join(' '));

describe('sparkctl list --watch', () => {
  test('prints a row for each change, and nothing for what says the same', async () => {
    const { code, printed, told } = await watched(
      ['list'],
      becomes('FAILING'),
      ({ api }) => api.mergePatch(APPLICATIONS, PI, { metadata: { labels: { a: 'b' } } }),
      ({ api }) => api.delete(APPLICATIONS, PI),
    );
    expect({ code, told }).toEqual({ code: 0, told: [] });
    expect(firstWords(printed, 2)).toEqual(['NAME STATE', 'pi RUNNING', 'pi FAILING', 'pi deleted', '']);
  });

  const BROKEN = new ApiError({ reason: 'Unreachable', code: 0, message: 'broken' });

  test.each([
    { name: 'ends the watch', watch: () => Promise.resolve() },
    { name: 'breaks it off', watch: () => Promise.reject(BROKEN) },
  ])('goes on where the server $name, and tells what went meanwhile', async ({ watch }) => {
    const cluster = new CommandsOnACluster();
    await cluster.submit({});
    cluster.api.watch = watch;
    const run = cluster.run('list', '-A', '--watch');
    await cluster.clock.pass(0);
    await cluster.api.delete(APPLICATIONS, PI);
    await cluster.clock.pass(1_000);
    cluster.interruption.abort();
    const { printed } = await run;
    expect(firstWords(printed, 3)).toEqual([
      'NAMESPACE NAME STATE',
      'jobs pi RUNNING',
      'jobs pi deleted',
      '',
    ]);
  });

  test.each(['json', 'yaml', 'name'])('does not go with -o %s', async (format) => {
    const { code, told } = await new CommandsOnACluster().run('list', '--watch', '-o', format);
    expect(code).toBe(2);
    expect(told[0]).toContain(`--watch shows a table, so -o ${format} does not go with it`);
  });
});

describe('sparkctl status --watch', () => {
  test('shows it again once it has changed, not because it grows older', async () => {
    const { code, printed } = await watched(['status', 'pi'], () => undefined, becomes('FAILING'));
    expect(code).toBe(0);
    expect(printed.match(/^State: .*$/gmu)).toEqual(['State:      RUNNING', 'State:      FAILING']);
  });

  test('ends where the application goes', async () => {
    const { code, told } = await watched(['status', 'pi'], ({ api }) => api.delete(APPLICATIONS, PI));
    expect({ code, told }).toEqual({
      code: 1,
      told: [expect.stringContaining('there is no SparkApplication "pi"')],
    });
  });

  test('waits for a server that does not answer, and says so once', async () => {
    const { code, printed, told } = await watched(
      ['status', 'pi'],
      ({ api }) => {
        api.refuse = () => new ApiError({ reason: 'Unreachable', code: 0, message: 'refused' });
      },
      () => undefined,
      async (cluster) => {
        cluster.api.refuse = () => undefined;
        await becomes('FAILING')(cluster);
      },
    );
    expect({ code, told }).toEqual({ code: 0, told: ['the API server does not answer well: refused'] });
    expect(printed).toContain('FAILING');
  });
});

test('sparkctl executors --watch prints each that comes and goes, in the columns of the first', async () => {
  const { code, printed } = await watched(
    ['executors', 'pi', '-o', 'wide'],
    ({ api }) => api.create(PODS, executorManifest(1)),
    ({ api }) => api.create(PODS, executorManifest(2)),
    ({ api }) => api.delete(PODS, { namespace: 'jobs', name: 'pi-exec-1' }),
  );
  expect(code).toBe(0);
  expect(firstWords(printed, 3)).toEqual([
    'ID POD STATE',
    '1 pi-exec-1 pending',
    '2 pi-exec-2 pending',
    '1 pi-exec-1 gone',
    '',
  ]);
});

test('rows that follow stand below their headings', () => {
  let printed = '';
  const table = new ChangingTable((text) => {
    printed += text;
  });
  table.show(new Map());
  table.show(new Map([['a', { NAME: 'a-long-name', STATE: 'x', AGE: '1s' }]]));
  table.show(new Map([['a', { NAME: 'a-long-name', STATE: 'x', AGE: '2s' }]]));
  table.show(new Map([['b', { NAME: 'b', STATE: 'longer', AGE: '3s' }]]));
  expect(printed).toBe('NAME          STATE   AGE\na-long-name   x       1s\nb             longer   3s\n');
});
