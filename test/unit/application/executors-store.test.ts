import { describe, expect, test } from '@jest/globals';
import type { ExecutorSpec } from '../../../src/api/spark-application.ts';
import { ExecutorsStore } from '../../../src/application/executors-store.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';
import { attemptIds } from '../../../src/spark/application-names.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { applicationIn, driverPodIn } from '../../fakes/applications.ts';
import { InMemoryApiServer } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const DRIVER = driverPodIn({ kind: 'running' });

test('executors are made from what their own application was submitted with, though an earlier one had its name', async () => {
  const store = new ExecutorsStore(new InMemoryApiServer(new ManualClock()), { sparkUser: 'spark' });
  const earlier = applicationIn('RUNNING');
  const later = { ...earlier, metadata: { ...earlier.metadata, uid: 'another-uid' } };
  expect((await store.executorsOf(earlier, DRIVER)).appId).toBe(attemptIds('uid-of-pi', 1).appId);
  expect((await store.executorsOf(later, DRIVER)).appId).toBe(attemptIds('another-uid', 1).appId);
});

test('the ConfigMap is read once for an attempt', async () => {
  const server = new InMemoryApiServer(new ManualClock());
  const reads: string[] = [];
  server.refuse = (request) => {
    reads.push(request);
    return undefined;
  };
  const store = new ExecutorsStore(server, { sparkUser: 'spark' });
  await store.executorsOf(applicationIn('RUNNING'), DRIVER);
  await store.executorsOf(applicationIn('RUNNING'), DRIVER);
  expect(reads).toHaveLength(1);
  store.forget({ namespace: 'jobs', name: 'pi' });
  await store.executorsOf(applicationIn('RUNNING'), DRIVER);
  expect(reads).toHaveLength(2);
});

test('executors keep the fields they were submitted with, though the application was edited', async () => {
  const server = new InMemoryApiServer(new ManualClock());
  const store = new ExecutorsStore(server, { sparkUser: 'spark' });
  const submitted = withExecutor({ tolerations: [{ key: 'spot' }] });
  const plan = planSubmission({
    application: submitted,
    attempt: 1,
    submittedAtMs: 0,
    settings: { pluginConfigMapName: 'plugin', sparkUser: 'spark' },
  });
  await server.create(CONFIG_MAPS, {
    metadata: { namespace: 'jobs', name: plan.configMapName },
    data: plan.configMapData,
  });
  const { build } = await store.executorsOf(withExecutor({ tolerations: [{ key: 'other' }] }), DRIVER);
  const request = { id: 1, profile: { id: 0, replicas: 1 }, oneTask: false, reportedConf: {} };
  expect(build(request).pod.spec.tolerations).toEqual([{ key: 'spot' }]);
});

describe('the claims of executors', () => {
  const VOLUME = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.data';
  const ON_DEMAND = {
    [`${VOLUME}.mount.path`]: '/data',
    [`${VOLUME}.options.claimName`]: 'OnDemand',
    [`${VOLUME}.options.storageClass`]: 'fast',
    [`${VOLUME}.options.sizeLimit`]: '5Gi',
  };
  const OWN = 'spark.kubernetes.driver.ownPersistentVolumeClaim';
  const REUSE = 'spark.kubernetes.driver.reusePersistentVolumeClaim';
  const WAIT = 'spark.kubernetes.driver.waitToReusePersistentVolumeClaim';

  test.each<{
    readonly name: string;
    readonly conf: Record<string, string>;
    readonly rules: object | undefined;
  }>([
    { name: 'there are none without such a volume', conf: {}, rules: undefined },
    {
      name: 'belong to the driver and are used again',
      conf: ON_DEMAND,
      rules: { goWithPod: false, reuses: true, waitsFrom: undefined },
    },
    {
      name: 'are waited for from as many as there are executors',
      conf: { ...ON_DEMAND, [WAIT]: 'true', 'spark.executor.instances': '7' },
      rules: { reuses: true, waitsFrom: 7 },
    },
    {
      name: 'with dynamic allocation, as many as there may be',
      conf: {
        ...ON_DEMAND,
        [WAIT]: 'true',
        'spark.dynamicAllocation.enabled': 'true',
        'spark.dynamicAllocation.maxExecutors': '9',
      },
      rules: { waitsFrom: 9 },
    },
    {
      name: 'are not used again',
      conf: { ...ON_DEMAND, [REUSE]: 'false', [WAIT]: 'true' },
      rules: { reuses: false, waitsFrom: undefined },
    },
    {
      name: 'go with their pods, and are not used again then',
      conf: { ...ON_DEMAND, [OWN]: 'false', [WAIT]: 'true' },
      rules: { goWithPod: true, reuses: false, waitsFrom: undefined },
    },
  ])('$name', async ({ conf, rules }) => {
    const running = applicationIn('RUNNING');
    const application = { ...running, spec: { ...running.spec, sparkConf: conf } };
    const { claims } = await new ExecutorsStore(new InMemoryApiServer(new ManualClock()), {
      sparkUser: 'spark',
    }).executorsOf(application, DRIVER);
    const { namesOf: _, needs: __, ...found } = claims ?? { namesOf: undefined, needs: undefined };
    expect(found).toMatchObject(rules ?? {});
    expect('driverUid' in found).toBe(rules !== undefined);
  });
});

function withExecutor(executor: ExecutorSpec): ReturnType<typeof applicationIn> {
  const running = applicationIn('RUNNING');
  return { ...running, spec: { ...running.spec, executor } };
}
