import { expect, test } from '@jest/globals';
import { serviceAccount } from '../../../../src/pod/features/service-account.ts';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { driverConf, executorConf } from '../samples.ts';

test('a service account goes by both its names', () => {
  const conf = driverConf({ 'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark' });
  expect(serviceAccount(EMPTY_SPARK_POD, conf).pod.spec).toMatchObject({
    serviceAccount: 'spark',
    serviceAccountName: 'spark',
  });
});

test('without one the namespace decides', () => {
  expect(serviceAccount(EMPTY_SPARK_POD, driverConf())).toBe(EMPTY_SPARK_POD);
});

test.each([
  { template: { serviceAccount: 'own' }, used: 'own' },
  { template: { serviceAccountName: 'own' }, used: 'spark' },
])('executors with $template in their template run as $used', ({ template, used }) => {
  const { pod } = EMPTY_SPARK_POD;
  const start = { ...EMPTY_SPARK_POD, pod: { ...pod, spec: { ...pod.spec, ...template } } };
  const conf = executorConf({ 'spark.kubernetes.authenticate.executor.serviceAccountName': 'spark' });
  expect(serviceAccount(start, conf).pod.spec.serviceAccount).toBe(used);
});
