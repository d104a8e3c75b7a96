import { describe, expect, test } from '@jest/globals';
import { withReportedConf } from '../../../src/pod/reported-conf.ts';
import { splitCommand } from '../../../src/spark/command-string.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

describe('what a driver reports', () => {
  test.each([
    'spark.executor.cores',
    'spark.executor.memory',
    'spark.executor.memoryOverhead',
    'spark.executor.pyspark.memory',
    'spark.memory.offHeap.size',
    'spark.executorEnv.PYSPARK_PYTHON',
    'spark.executor.extraJavaOptions',
    'spark.executor.extraClassPath',
    'spark.kubernetes.executor.limit.cores',
    'spark.network.timeout',
    'spark.driver.port',
  ])('counts for %s', (key) => {
    const submitted = SparkConf.from({ [key]: 'before' });
    expect(withReportedConf(submitted, { [key]: 'after' }).get(key)).toBe('after');
  });

  test.each([
    'spark.kubernetes.container.image',
    'spark.kubernetes.executor.label.x',
    'spark.kubernetes.executor.annotation.x',
    'spark.kubernetes.executor.node.selector.x',
    'spark.kubernetes.executor.secrets.x',
    'spark.kubernetes.executor.secretKeyRef.x',
    'spark.kubernetes.executor.volumes.hostPath.x.mount.path',
    'spark.kubernetes.authenticate.executor.serviceAccountName',
    'spark.kubernetes.executor.scheduler.name',
    'spark.kubernetes.executor.podTemplateFile',
    'spark.kubernetes.namespace',
    'spark.kubernetes.executor.podNamePrefix',
    'spark.executor.resource.gpu.amount',
    'spark.authenticate.secret',
  ])('does not count for %s', (key) => {
    const submitted = SparkConf.from({ [key]: 'before' });
    expect(withReportedConf(submitted, { [key]: 'after' }).get(key)).toBe('before');
  });

  test('leaves secrets out of java options, so those that were submitted stay', () => {
    const key = 'spark.executor.extraJavaOptions';
    const submitted = SparkConf.from({ [key]: '-Da=1 "-Dmy.password=one \\"two\\""' });
    const options = withReportedConf(submitted, { [key]: '--add-opens=x -Da=2' }).get(key) ?? '';
    expect(splitCommand(options)).toEqual(['--add-opens=x', '-Da=2', '-Dmy.password=one "two"']);
  });
});
