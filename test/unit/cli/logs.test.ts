import { expect, test } from '@jest/globals';
import { PODS } from '../../../src/manifest/pod.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

async function withPods(): Promise<CommandsOnACluster> {
  const cluster = new CommandsOnACluster();
  await cluster.submit({}, { driverInfo: { podName: 'pi-driver' } });
  const spark = {
    name: 'spark',
    env: [{ name: 'SPARK_DRIVER_BIND_ADDRESS' }, { name: 'SPARK_EXECUTOR_ID' }],
  };
  const spec = { containers: [{ name: 'sidecar' }, spark, { name: 'proxy' }] };
  const labels = { 'spark-role': 'executor', 'spark-app-selector': 'spark-1', 'spark-exec-id': '7' };
  await cluster.api.create(PODS, { metadata: { namespace: 'jobs', name: 'pi-driver' }, spec });
  await cluster.api.create(PODS, { metadata: { namespace: 'jobs', name: 'pi-exec-7', labels }, spec });
  return cluster;
}

test.each([
  { words: [], asked: { name: 'pi-driver', container: 'spark', follow: false } },
  { words: ['-f'], asked: { name: 'pi-driver', follow: true } },
  { words: ['--tail', '5'], asked: { name: 'pi-driver', tailLines: 5 } },
  { words: ['--executor', '7'], asked: { name: 'pi-exec-7', container: 'spark' } },
])('sparkctl logs pi $words prints the log of $asked.name', async ({ words, asked }) => {
  const cluster = await withPods();
  cluster.logged = 'Pi is roughly 3.14\n';
  const { code, printed } = await cluster.run('logs', 'pi', ...words);
  expect({ code, printed }).toEqual({ code: 0, printed: 'Pi is roughly 3.14\n' });
  expect(cluster.logsAsked).toMatchObject([asked]);
});

test.each([
  { words: ['--executor', '8'], says: 'pi has no pod of an executor 8 now; see sparkctl executors pi' },
  { words: [], says: 'there is no driver pod pi-driver in the namespace "jobs" now' },
])('sparkctl logs pi $words says what is not there', async ({ words, says }) => {
  const cluster = await withPods();
  await cluster.api.delete(PODS, { namespace: 'jobs', name: 'pi-driver' });
  const { code, told } = await cluster.run('logs', 'pi', ...words);
  expect(code).toBe(1);
  expect(told[0]).toContain(says);
});
