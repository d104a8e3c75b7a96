import { describe, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { refusal } from '../../fakes/in-memory-api-server.ts';
import { executorSet } from '../../fakes/executor-pods.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

describe('sparkctl scale', () => {
  test.each([
    { before: 2, says: 'pi scaled from 2 to 5\n' },
    { before: undefined, says: 'pi scaled to 5\n' },
  ])('sets spec.executor.instances, before $before, and nothing else', async ({ before, says }) => {
    const cluster = new CommandsOnACluster();
    await cluster.submit({
      executor: { memory: '2g', ...(before === undefined ? {} : { instances: before }) },
    });
    const { code, printed, told, choice } = await cluster.run('scale', 'pi', '--replicas', '5', '-n', 'jobs');
    expect({ code, printed, told }).toEqual({ code: 0, printed: says, told: [] });
    expect(choice).toMatchObject({ namespace: 'jobs' });
    expect(cluster.api.all(APPLICATIONS)[0]?.spec.executor).toEqual({ memory: '2g', instances: 5 });
    expect(cluster.closed).toBe(1);
  });

  test.each([
    { name: 'no name', words: ['--replicas', '2'], says: 'the name of the application is missing' },
    { name: 'no number', words: ['pi'], says: '--replicas N is missing' },
    { name: 'zero', words: ['pi', '--replicas', '0'], says: '--replicas takes at least 1' },
    { name: 'a word', words: ['pi', '--replicas', 'x'], says: '--replicas takes a whole number' },
  ])('refuses $name, without a cluster', async ({ words, says }) => {
    const { code, told, choice } = await new CommandsOnACluster().run('scale', ...words);
    expect(code).toBe(2);
    expect(told[0]).toContain(says);
    expect(choice).toBeUndefined();
  });

  const dynamic = { 'spark.dynamicAllocation.enabled': 'true' };

  test.each([
    {
      name: 'has ended',
      spec: {},
      status: { applicationState: { state: 'FAILED' } } as const,
      says: 'it has ended',
    },
    {
      name: 'allocates dynamically',
      spec: { dynamicAllocation: { enabled: true } },
      says: 'dynamic allocation',
    },
    { name: 'does so by property', spec: { sparkConf: dynamic }, says: 'dynamic allocation' },
    { name: 'does so by code', spec: {}, conf: dynamic, says: 'dynamic allocation' },
    {
      name: 'is in Driver mode',
      spec: {},
      status: { executorManagement: 'Driver' } as const,
      says: 'Driver mode',
    },
  ])('changes nothing where the application $name, and says why', async ({ spec, status, conf, says }) => {
    const cluster = new CommandsOnACluster();
    await cluster.submit(spec, status);
    if (conf !== undefined) await cluster.api.create(EXECUTOR_SETS, executorSet(2, {}, { conf }));
    const { code, told } = await cluster.run('scale', 'pi', '--replicas', '5');
    expect(code).toBe(1);
    expect(told).toEqual([expect.stringMatching(`^sparkctl scale: pi was not scaled: .*${says}`)]);
    expect(cluster.api.all(APPLICATIONS)[0]?.spec.executor).toEqual({});
    expect(cluster.closed).toBe(1);
  });

  test('says where it looked for an application that is not there', async () => {
    const { code, told } = await new CommandsOnACluster().run('scale', 'pi', '--replicas', '5');
    expect(code).toBe(1);
    expect(told).toEqual([
      'sparkctl scale: there is no SparkApplication "pi" in the namespace "jobs"; -n chooses another one',
    ]);
  });

  test('passes on what the API server says', async () => {
    const cluster = new CommandsOnACluster();
    cluster.api.refuse = () => refusal('Forbidden', 'you may not');
    const { code, told } = await cluster.run('scale', 'pi', '--replicas', '5');
    expect({ code, told }).toEqual({ code: 1, told: ['sparkctl scale: you may not'] });
  });
});
