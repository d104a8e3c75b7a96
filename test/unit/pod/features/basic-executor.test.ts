import { describe, expect, test } from '@jest/globals';
import { basicExecutor } from '../../../../src/pod/features/basic-executor.ts';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { executorConf } from '../samples.ts';

const build = (conf: Record<string, string> = {}) => basicExecutor(EMPTY_SPARK_POD, executorConf(conf));

/** With a limit of CPU below its request. */
const limited = (sparkVersion: string) => () =>
  basicExecutor(
    EMPTY_SPARK_POD,
    executorConf({ 'spark.kubernetes.executor.limit.cores': '900m' }, {}, { sparkVersion }),
  );

describe('an executor', () => {
  test('is one container that can be resized in place', () => {
    expect(build().container).toMatchObject({
      name: 'spark-kubernetes-executor',
      image: 'spark:4.3.0',
      args: ['executor'],
      ports: [{ name: 'blockmanager', containerPort: 7079 }],
      resources: { limits: { memory: '1408Mi' }, requests: { cpu: '1', memory: '1408Mi' } },
      securityContext: { allowPrivilegeEscalation: false },
      resizePolicy: [
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
        { resourceName: 'memory', restartPolicy: 'NotRequired' },
      ],
    });
  });

  test('is never restarted, and gets the time to end that the properties say', () => {
    expect(build().pod.spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 30 });
    const slow = build({ 'spark.kubernetes.executor.terminationGracePeriodSeconds': '2m' });
    expect(slow.pod.spec.terminationGracePeriodSeconds).toBe(120);
  });

  test('declares no port that is not known in advance', () => {
    expect(build({ 'spark.blockManager.port': '0' }).container).not.toHaveProperty('ports');
  });

  describe('with a limit of CPU below its request', () => {
    test('is made for a Spark that makes it, too', () => {
      expect(limited('4.0.5')().container.resources?.limits?.['cpu']).toBe('900m');
    });

    test('is refused for a Spark that refuses it', () => {
      expect(limited('4.1.4')).toThrow('limit.cores: "900m" is not at least the CPU that is requested, 1');
    });
  });

  test('follows request and limit of CPU in the default profile', () => {
    const conf = {
      'spark.kubernetes.executor.request.cores': '250m',
      'spark.kubernetes.executor.limit.cores': '2',
    };
    expect(build(conf).container.resources).toMatchObject({
      requests: { cpu: '250m' },
      limits: { cpu: '2' },
    });
  });
});
