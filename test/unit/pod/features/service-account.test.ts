import { expect, test } from '@jest/globals';
import { serviceAccount } from '../../../../src/pod/features/service-account.ts';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { driverConf } from '../samples.ts';

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
