import type { ApplicationState } from '../../src/api/application-state.ts';
import type { SparkApplication, SparkApplicationStatus } from '../../src/api/spark-application.ts';
import type { DriverPod, DriverState } from '../../src/application/driver-pod.ts';
import type { Stored } from '../../src/manifest/object-meta.ts';

/** A SparkApplication as the API server would give it back, in the state asked for. */
export function applicationIn(
  state: ApplicationState,
  more: Partial<SparkApplicationStatus> = {},
): Stored<SparkApplication> {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { namespace: 'jobs', name: 'pi', uid: 'uid-of-pi', resourceVersion: '7', generation: 1 },
    spec: {
      type: 'Scala',
      sparkVersion: '4.3.0',
      image: 'apache/spark:4.3.0',
      mainClass: 'org.apache.spark.examples.SparkPi',
      mainApplicationFile: 'local:///opt/spark/examples/jars/spark-examples.jar',
      driver: {},
      executor: {},
    },
    ...(state === ''
      ? {}
      : { status: { applicationState: { state }, driverInfo: {}, executionAttempts: 1, ...more } }),
  };
}

/** The driver pod of that application, in the state asked for. */
export function driverPodIn(state: DriverState, more: Partial<DriverPod> = {}): DriverPod {
  return {
    namespace: 'jobs',
    name: 'pi-driver',
    uid: 'uid-of-driver',
    resourceVersion: '8',
    applicationUid: 'uid-of-pi',
    applicationName: 'pi',
    attempt: 1,
    submissionId: 'submission-1',
    sparkApplicationId: 'spark-1',
    executorManagement: 'Operator',
    podIP: '10.0.0.1',
    ready: state.kind === 'running',
    startedAtMs: undefined,
    deleting: false,
    deletionAtMs: undefined,
    nodeName: 'node-1',
    submittedSpec: undefined,
    stopped: false,
    outlived: false,
    disruption: undefined,
    state,
    ...more,
  };
}
