import { expect, test } from '@jest/globals';
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import { observe } from '../../../src/application/observe.ts';
import type { Stored } from '../../../src/manifest/object-meta.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { InMemoryApiServer } from '../../fakes/in-memory-api-server.ts';
import { executorSet } from '../../fakes/executor-pods.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const PI = { namespace: 'jobs', name: 'pi' };

test.each([
  { name: 'is observed', ownerUid: 'uid-of-pi', there: true },
  { name: 'of an earlier application of that name is not', ownerUid: 'uid-of-another-pi', there: false },
])("the application's executor set $name", async ({ ownerUid, there }) => {
  const observed = await observe(PI, {
    api: new InMemoryApiServer(new ManualClock()),
    clock: new ManualClock(),
    applications: { get: () => applicationIn('RUNNING', { driverInfo: { podName: 'pi-driver' } }) },
    drivers: { get: () => driverPodIn({ kind: 'running' }) },
    executorSets: { get: () => setOf(ownerUid) },
    executors: { podsOf: () => 0, statesOf: () => new Map(), countsOf: () => undefined },
    statusWrites: new Map(),
  });
  expect(observed?.executorSet !== undefined).toBe(there);
});

function setOf(ownerUid: string): Stored<SparkExecutorSet> {
  const set = executorSet();
  const owner = { apiVersion: 'v1beta2', kind: 'SparkApplication', name: 'pi', uid: ownerUid };
  return {
    ...set,
    metadata: {
      ...set.metadata,
      namespace: 'jobs',
      uid: 'u',
      resourceVersion: '1',
      ownerReferences: [owner],
    },
  };
}
