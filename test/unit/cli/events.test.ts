import { expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { EVENTS } from '../../../src/kube/event.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

test('sparkctl events shows those about the application, oldest first', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  const uid = cluster.api.all(APPLICATIONS)[0]?.metadata.uid ?? '';
  for (const [name, second] of [
    ['later', '20'],
    ['sooner', '10'],
  ] as const) {
    await cluster.api.create(EVENTS, {
      metadata: { namespace: 'jobs', name },
      involvedObject: {
        apiVersion: '',
        kind: 'SparkApplication',
        namespace: 'jobs',
        name: 'pi',
        uid,
      },
      type: 'Normal',
      reason: 'Told',
      message: name,
      count: 1,
      firstTimestamp: `1970-01-01T00:00:${second}Z`,
      lastTimestamp: `1970-01-01T00:00:${second}Z`,
      source: { component: 'test' },
      reportingComponent: '',
      reportingInstance: '',
    });
  }
  const { code, printed } = await cluster.run('events', 'pi');
  expect(code).toBe(0);
  expect(printed.match(/sooner|later/gu)).toEqual(['sooner', 'later']);
});

test('sparkctl events tells that there are none, which is no failure', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  const { code, printed, told } = await cluster.run('events', 'pi');
  expect({ code, printed, told }).toEqual({
    code: 0,
    printed: '',
    told: ['there are no Events about pi now'],
  });
});
