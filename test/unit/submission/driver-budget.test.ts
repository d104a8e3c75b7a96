import { expect, test } from '@jest/globals';
import { driverBudget } from '../../../src/submission/driver-budget.ts';
import { application } from './samples.ts';

test('keeps the driver where it is, by the name of its pod', () => {
  const [budget] = driverBudget(application({ driverPodDisruptionBudget: true, driver: { podName: 'own' } }));
  expect(budget?.object).toEqual({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'own' },
    spec: {
      minAvailable: 1,
      selector: { matchLabels: { 'sparkoperator.k8s.io/app-name': 'pi', 'spark-role': 'driver' } },
    },
  });
});

test.each([undefined, false])('there is none where the field is %s', (wanted) => {
  const spec = wanted === undefined ? {} : { driverPodDisruptionBudget: wanted };
  expect(driverBudget(application(spec))).toEqual([]);
});
