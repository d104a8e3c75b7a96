import type {
  ExecutorSetSpec,
  ExecutorSetStatus,
  SparkExecutorSet,
} from '../../src/api/spark-executor-set.ts';
import type { ExecutorPod } from '../../src/executors/executor-pod.ts';
import { podState } from '../../src/executors/executor-pod-state.ts';
import { parseExecutorSettings, type ExecutorSettings } from '../../src/executors/executor-settings.ts';
import { ExecutorPodsSnapshot } from '../../src/executors/snapshot.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';
import type { ContainerStatus, PodManifest, PodStatus } from '../../src/manifest/pod.ts';
import { SparkConf } from '../../src/spark/spark-conf.ts';

export const SPARK_CONTAINER = 'spark-kubernetes-executor';

/** Settings as Spark has them by default, with what a test says over them. */
export const settingsWith = (conf: Readonly<Record<string, string>> = {}): ExecutorSettings =>
  parseExecutorSettings(SparkConf.from(conf));

/** An executor pod in that phase, as the controller keeps it. */
export function executorPod(
  executorId: number,
  phase = 'Running',
  more: Partial<ExecutorPod> = {},
): ExecutorPod {
  return {
    namespace: 'jobs',
    name: `pi-exec-${executorId}`,
    uid: `uid-of-${executorId}`,
    resourceVersion: `${executorId}-${phase}`,
    appId: 'spark-1',
    executorId,
    profileId: 0,
    phase,
    reason: undefined,
    message: undefined,
    createdAtMs: 0,
    deletionAtMs: undefined,
    nodeName: undefined,
    restartPolicy: 'Never',
    claims: [],
    inactive: false,
    disruption: undefined,
    waiting: undefined,
    ended: [],
    ...more,
  };
}

/** A container that has ended, as the controller keeps it. */
export const endedContainer = (exitCode: number, name = SPARK_CONTAINER): ExecutorPod['ended'][number] => ({
  name,
  exitCode,
  reason: exitCode === 0 ? 'Completed' : 'Error',
  message: undefined,
  memoryLimit: '1408Mi',
});

/** An executor pod as its builder makes it. */
export function executorManifest(executorId: number, profileId = 0, appId = 'spark-1'): PodManifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'jobs',
      name: `pi-exec-${executorId}`,
      labels: {
        'spark-app-selector': appId,
        'spark-role': 'executor',
        'spark-exec-id': String(executorId),
        'spark-exec-resourceprofile-id': String(profileId),
        'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
      },
    },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: SPARK_CONTAINER, image: 'spark', resources: { limits: { memory: '1408Mi' } } }],
    },
  };
}

/** The status of a pod whose Spark container has ended with that code. */
export function endedStatus(exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error'): PodStatus {
  const containerStatuses: readonly ContainerStatus[] = [
    { name: SPARK_CONTAINER, state: { terminated: { exitCode, reason } } },
  ];
  return { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses };
}

/** The executor set of the application `pi`, whose driver wants `replicas` executors; undefined: has not asked yet. */
export function executorSet(
  replicas?: number,
  status: ExecutorSetStatus = {},
  spec: Partial<ExecutorSetSpec> = {},
): Stored<SparkExecutorSet> {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkExecutorSet',
    metadata: { namespace: 'jobs', name: 'pi-1', uid: 'uid-of-set', resourceVersion: '1', generation: 1 },
    spec: {
      applicationName: 'pi',
      attempt: 1,
      driverPodName: 'pi-driver',
      ...(replicas === undefined ? {} : { schema: 1, profiles: [{ id: 0, replicas }] }),
      ...spec,
    },
    status,
  };
}

/** The snapshot of an application whose executors are these pods. */
export function snapshotOf(...pods: readonly ExecutorPod[]): ExecutorPodsSnapshot {
  const rules = settingsWith();
  return ExecutorPodsSnapshot.EMPTY.withChanges(
    pods.map((pod) => ({ kind: 'updated', state: podState(pod, rules) })),
  );
}
