import { describe, expect, test } from '@jest/globals';
import { driverService } from '../../../../src/pod/features/driver-service.ts';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { APP_ID, driverConf, UNIQUE_ID } from '../samples.ts';

describe('the service of a driver', () => {
  test('is headless and selects the pod by all its labels', () => {
    const conf = driverConf({
      'spark.kubernetes.driver.label.team': 'a',
      'spark.kubernetes.driver.service.label.x': '1',
      'spark.kubernetes.driver.service.annotation.y': '2',
      'spark.kubernetes.driver.service.ipFamilies': 'IPv4,IPv6',
      'spark.kubernetes.driver.service.ipFamilyPolicy': 'PreferDualStack',
    });
    expect(driverService(EMPTY_SPARK_POD, conf).beside[0]?.object).toMatchObject({
      metadata: {
        name: `app-${UNIQUE_ID}-driver-svc`,
        labels: { 'spark-app-selector': APP_ID, x: '1' },
        annotations: { y: '2' },
      },
      spec: {
        clusterIP: 'None',
        selector: conf.labels,
        ipFamilies: ['IPv4', 'IPv6'],
        ipFamilyPolicy: 'PreferDualStack',
        publishNotReadyAddresses: false,
      },
    });
  });

  test('tells the driver by what name and ports it is known', () => {
    const { properties } = driverService(EMPTY_SPARK_POD, driverConf({ 'spark.driver.port': '7100' }));
    expect(properties).toEqual({
      'spark.driver.host': `app-${UNIQUE_ID}-driver-svc.default.svc`,
      'spark.driver.port': '7100',
      'spark.driver.blockManager.port': '7079',
    });
  });

  test.each(['spark.driver.host', 'spark.driver.bindAddress'])('leaves no room for %s', (key) => {
    expect(() => driverService(EMPTY_SPARK_POD, driverConf({ [key]: 'x' }))).toThrow(`${key} may not be set`);
  });
});
