import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { parseExecutorTemplate } from '../../../src/pod/executor-template.ts';
import { planSubmission } from '../../../src/submission/plan-submission.ts';
import { application, planOf } from './samples.ts';

const TEMPLATE = {
  metadata: { labels: { team: 'a' } },
  spec: { containers: [{ name: 'proxy' }, { name: 'main', env: [{ name: 'A', value: '1' }] }] },
};
const named = (role: string) => ({ [`spark.kubernetes.${role}.podTemplateContainerName`]: 'main' });
const DRIVER = { name: 'd', uid: 'u', ip: '10.0.0.1' };

describe('a pod template', () => {
  test('of the driver is what its pod begins with', () => {
    const { driverPod } = planOf(application({ driver: { template: TEMPLATE }, sparkConf: named('driver') }));
    expect(driverPod.metadata.labels).toMatchObject({ team: 'a', 'spark-role': 'driver' });
    expect(driverPod.spec.containers.map(({ name }) => name)).toEqual(['proxy', 'main']);
    expect(driverPod.spec.containers[1]?.env?.[0]).toEqual({ name: 'A', value: '1' });
  });

  test('of the executors is kept for them', () => {
    const plan = planOf(application({ executor: { template: TEMPLATE }, sparkConf: named('executor') }));
    const template = parseExecutorTemplate(plan.configMapData, DRIVER);
    const { pod } = buildExecutor(template, { id: 1, profile: { id: 0 } });
    expect(pod.metadata.labels).toMatchObject({ team: 'a', 'spark-role': 'executor' });
    expect(pod.spec.containers.at(-1)).toMatchObject({ name: 'main', args: ['executor'] });
  });

  test.each([
    { names: ['proxy', 'spark-kubernetes-driver'], runs: 'spark-kubernetes-driver' },
    { names: ['main', 'proxy'], runs: 'main' },
    { names: [], runs: 'spark-kubernetes-driver' },
  ])('with the containers $names runs Spark in $runs', ({ names, runs }) => {
    const template = { spec: { containers: names.map((name) => ({ name })) } };
    const { driverPod } = planOf(application({ driver: { template } }));
    expect(driverPod.spec.containers.at(-1)?.name).toBe(runs);
  });

  test('may come as the content of a file', () => {
    const key = 'spark.kubernetes.executor.podTemplateFile';
    const plan = planSubmission({
      application: application({ sparkConf: { [key]: '/t.yaml' } }),
      attempt: 1,
      submittedAtMs: 0,
      settings: { pluginConfigMapName: 'plugin', sparkUser: 'spark' },
      files: { '/t.yaml': Buffer.from('spec:\n  priorityClassName: high\n') },
    });
    const { pod } = buildExecutor(parseExecutorTemplate(plan.configMapData, DRIVER), {
      id: 1,
      profile: { id: 0 },
    });
    expect(pod.spec).toMatchObject({ priorityClassName: 'high' });
    expect(plan.sideObjects.map(({ object }) => object.metadata.name)).toContainEqual(
      expect.stringMatching(/-driver-podspec-conf-map$/u),
    );
  });

  test.each([
    { template: { spec: 'x' }, message: 'spec.driver.template is not a pod template: spec is not an object' },
    {
      template: { spec: { containers: [{ name: 'a', env: {} }] } },
      message: 'spec.driver.template is not a pod template: spec.containers[0].env is not a list',
    },
  ])('that is none is refused: $message', ({ template, message }) => {
    expect(validateApplication(application({ driver: { template } }))).toEqual([
      { path: 'spec.driver.template', message: expect.stringContaining(message) },
    ]);
  });
});
