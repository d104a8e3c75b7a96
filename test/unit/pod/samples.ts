import { parseDriverConf, type DriverConf, type DriverInput } from '../../../src/pod/driver-conf.ts';
import {
  parseExecutorConf,
  type ExecutorConf,
  type ExecutorRequest,
} from '../../../src/pod/executor-conf.ts';
import type { ExecutorTemplate } from '../../../src/pod/executor-template.ts';
import { EMPTY_SPARK_POD, type SparkPod } from '../../../src/pod/spark-pod.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

export const APP_ID = 'spark-00112233445566778899aabbccddeeff';
export const UNIQUE_ID = '0123456789abcdef';

/** A Java application with an image and a name, and the given properties over them. */
export function driverInput(
  properties: Readonly<Record<string, string>> = {},
  changes: Partial<DriverInput> = {},
): DriverInput {
  return {
    conf: SparkConf.from({ ...BASE, ...properties }),
    appId: APP_ID,
    uniqueId: UNIQUE_ID,
    mainResource: { kind: 'java', uri: 'local:///app.jar' },
    mainClass: 'org.example.App',
    arguments: [],
    sparkUser: 'spark',
    sparkVersion: '4.3.0',
    ...changes,
  };
}

export const driverConf = (
  properties?: Readonly<Record<string, string>>,
  changes?: Partial<DriverInput>,
): DriverConf => parseDriverConf(driverInput(properties, changes));

/** What executors of that application are made from. */
export function executorTemplate(
  properties: Readonly<Record<string, string>> = {},
  changes: Partial<ExecutorTemplate> = {},
): ExecutorTemplate {
  return {
    conf: SparkConf.from({ ...BASE, 'spark.kubernetes.executor.podNamePrefix': 'app', ...properties }),
    appId: APP_ID,
    namespace: 'jobs',
    sparkVersion: '4.3.0',
    sparkUser: 'spark',
    driver: { name: 'app-driver', uid: 'driver-uid', ip: '10.0.0.7' },
    ...changes,
  };
}

export const executorConf = (
  properties?: Readonly<Record<string, string>>,
  request: Partial<ExecutorRequest> = {},
  changes: Partial<ExecutorTemplate> = {},
): ExecutorConf =>
  parseExecutorConf(executorTemplate(properties, changes), { id: 3, profile: { id: 0 }, ...request });

/** A pod to which something has been added already, so that a test sees whether a step keeps it. */
export const STARTED: SparkPod = {
  ...EMPTY_SPARK_POD,
  container: {
    name: '',
    env: [{ name: 'BEFORE', value: '1' }],
    volumeMounts: [{ name: 'before', mountPath: '/before' }],
  },
};

const BASE = { 'spark.app.name': 'app', 'spark.kubernetes.container.image': 'spark:4.3.0' };
