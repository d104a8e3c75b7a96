import { describe, expect, test } from '@jest/globals';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { executorManifest, executorSet } from '../../fakes/executor-pods.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

async function cluster(): Promise<CommandsOnACluster> {
  const commands = new CommandsOnACluster();
  await commands.submit({});
  await commands.api.create(EXECUTOR_SETS, executorSet(2));
  for (const id of [2, 1]) await commands.api.create(PODS, executorManifest(id));
  await commands.api.create(PODS, {
    ...executorManifest(3, 0, 'another'),
    metadata: { ...executorManifest(3, 0, 'another').metadata, name: 'another-exec-3' },
  });
  return commands;
}

describe('sparkctl executors', () => {
  test('shows the executors of that application', async () => {
    const { code, printed, told } = await (await cluster()).run('executors', 'pi');
    expect({ code, told }).toEqual({ code: 0, told: [] });
    expect(printed).toMatch(
      /^ID {3}STATE +PROFILE +NODE +AGE +REASON\n1 {4}\w+ +0 +\d+s\n2 {4}\w+ +0 +\d+s\n$/u,
    );
  });

  test.each([
    { format: 'json', starts: '{\n  "executors": [\n    {\n      "id": 1,' },
    { format: 'yaml', starts: 'executors:\n  - id: 1\n' },
    { format: 'name', starts: 'pod/pi-exec-1\npod/pi-exec-2\n' },
  ])('in $format for scripts', async ({ format, starts }) => {
    const { code, printed } = await (await cluster()).run('executors', 'pi', '-o', format);
    expect(code).toBe(0);
    expect(printed.startsWith(starts)).toBe(true);
  });

  test('says so where there are none', async () => {
    const commands = new CommandsOnACluster();
    await commands.submit({});
    expect(await commands.run('executors', 'pi')).toMatchObject({
      code: 0,
      printed: '',
      told: ['pi has no executors now'],
    });
  });

  test.each([
    { words: ['pi', '-o', 'xml'], code: 2, says: '-o takes wide, json, yaml or name, not "xml"' },
    { words: ['pi'], code: 1, says: 'there is no SparkApplication "pi"' },
    { words: ['pi', '--contxt', 'x'], code: 2, says: 'did you mean --context?' },
  ])('refuses $words', async ({ words, code, says }) => {
    const outcome = await new CommandsOnACluster().run('executors', ...words);
    expect(outcome.code).toBe(code);
    expect(outcome.told[0]).toContain(says);
  });
});
