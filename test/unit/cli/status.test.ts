import { expect, test } from '@jest/globals';
import { EVENTS, type EventManifest } from '../../../src/kube/event.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const EVENT: EventManifest = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { namespace: 'jobs', name: 'e' },
  involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'jobs', name: 'pi-driver', uid: 'u' },
  type: 'Warning',
  reason: 'FailedScheduling',
  message: 'no node fits',
  count: 1,
  firstTimestamp: '1970-01-01T00:01:00Z',
  lastTimestamp: '1970-01-01T00:01:20Z',
  source: { component: 'scheduler' },
  reportingComponent: '',
  reportingInstance: '',
};

test('sparkctl status shows what stands in the way, earlier attempts and the latest Events', async () => {
  const cluster = new CommandsOnACluster();
  await cluster.submit(
    {},
    {
      driverInfo: { podName: 'pi-driver' },
      conditions: [
        {
          type: 'DriverReady',
          status: 'False',
          reason: 'DriverPending',
          message: 'Unschedulable: no node fits',
          lastTransitionTime: '1970-01-01T00:01:00Z',
        },
      ],
      attempts: [{ attempt: 1, outcome: 'Failed', reason: 'OOMKilled', endTime: '1970-01-01T00:00:30Z' }],
    },
  );
  await cluster.api.create(EVENTS, EVENT);
  await cluster.api.create(EVENTS, {
    ...EVENT,
    metadata: { namespace: 'jobs', name: 'of-others' },
    involvedObject: { ...EVENT.involvedObject, name: 'other-driver' },
    message: 'of another application',
  });
  const { code, printed } = await cluster.run('status', 'pi');
  expect(code).toBe(0);
  expect(printed).toMatch(/^State: +RUNNING$/mu);
  expect(printed).toMatch(/^Driver: +pi-driver: Unschedulable: no node fits$/mu);
  expect(printed).toMatch(/^1 +Failed +OOMKilled/mu);
  expect(printed).toMatch(/^10s +Warning +FailedScheduling +pod\/pi-driver +no node fits$/mu);
  expect(printed).not.toContain('another application');
});

test.each([
  { format: 'json', says: '"kind": "SparkApplication"' },
  { format: 'yaml', says: 'kind: SparkApplication' },
])('sparkctl status -o $format shows the whole resource', async ({ format, says }) => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  expect((await cluster.run('status', 'pi', '-o', format)).printed).toContain(says);
});

test('sparkctl status says where it looked in vain', async () => {
  const { code, told } = await new CommandsOnACluster().run('status', 'pi');
  expect(code).toBe(1);
  expect(told[0]).toContain('there is no SparkApplication "pi" in the namespace "jobs"');
});
