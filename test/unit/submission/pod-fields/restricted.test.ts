import { describe, expect, test } from '@jest/globals';
import type { SparkApplication } from '../../../../src/api/spark-application.ts';
import type { Container, PodManifest } from '../../../../src/manifest/pod.ts';
import { buildExecutor } from '../../../../src/pod/build-executor.ts';
import { parseExecutorTemplate } from '../../../../src/pod/executor-template.ts';
import { planSubmission } from '../../../../src/submission/plan-submission.ts';
import { parseExecutorFields } from '../../../../src/submission/pod-fields/executor-fields.ts';
import { withPodFields } from '../../../../src/submission/pod-fields/pod-field-steps.ts';
import { application } from '../samples.ts';

/** Both pods as an operator with `--restricted-pods` makes them. */
function restrictedPods(of: SparkApplication): Readonly<Record<'driver' | 'executor', PodManifest>> {
  const settings = { pluginConfigMapName: 'plugin', sparkUser: 'spark', restrictedPods: true };
  const plan = planSubmission({ application: of, attempt: 1, submittedAtMs: 0, settings });
  const driver = { name: plan.driverPodName, uid: 'uid', ip: '10.0.0.1' };
  const { pod } = buildExecutor(parseExecutorTemplate(plan.configMapData, driver), {
    id: 1,
    profile: { id: 0 },
  });
  const fields = parseExecutorFields(plan.configMapData, driver.name);
  return { driver: plan.driverPod, executor: withPodFields(pod, fields) };
}

const allContainers = ({ spec }: PodManifest): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

const FIT = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

describe.each(['driver', 'executor'] as const)('the %s of an operator that restricts pods', (role) => {
  test.each(['3.5.9', '4.3.0'])('fits the level with Spark %s, in all of its containers', (sparkVersion) => {
    const neighbours = { sidecars: [{ name: 'proxy' }], initContainers: [{ name: 'before' }] };
    const pod = restrictedPods(application({ sparkVersion, [role]: neighbours }))[role];
    expect(pod.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(allContainers(pod).map(({ securityContext }) => securityContext)).toEqual([FIT, FIT, FIT]);
  });

  test('is as the application says, where it says anything', () => {
    const said = {
      securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }, runAsUser: 7 },
      podSecurityContext: { runAsNonRoot: false, fsGroup: 9 },
    };
    const { spec } = restrictedPods(application({ [role]: said }))[role];
    expect(spec.securityContext).toEqual({
      ...said.podSecurityContext,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers.at(-1)?.securityContext).toEqual({
      ...said.securityContext,
      allowPrivilegeEscalation: false,
    });
  });
});

test('in Driver mode, Spark makes executors from a template that fits the level', () => {
  const { configMapData } = planSubmission({
    application: application({ executorManagement: 'Driver' }),
    attempt: 1,
    submittedAtMs: 0,
    settings: { pluginConfigMapName: 'plugin', sparkUser: 'spark', restrictedPods: true },
  });
  expect(JSON.stringify(configMapData)).toContain('RuntimeDefault');
});
