import { expect, test } from '@jest/globals';
import { networkPolicy } from '../../../../src/pod/features/network-policy.ts';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { APP_ID, driverConf, UNIQUE_ID } from '../samples.ts';

test('executors hear only the pods of their own application', () => {
  const [policy] = networkPolicy(
    EMPTY_SPARK_POD,
    driverConf({ 'spark.kubernetes.namespace': 'jobs' }),
  ).beside;
  const application = { 'spark-app-selector': APP_ID };
  expect(policy?.object).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `app-${UNIQUE_ID}-policy`, namespace: 'jobs', labels: application },
    spec: {
      podSelector: { matchLabels: { 'spark-role': 'executor', ...application } },
      ingress: [{ from: [{ podSelector: { matchLabels: application } }] }],
    },
  });
});

test('executors let anybody read their metrics where those are exposed, and nothing else', () => {
  const [policy] = networkPolicy(EMPTY_SPARK_POD, driverConf({}, { executorMetricsPort: 8090 })).beside;
  expect(policy?.object).toMatchObject({
    spec: { ingress: [{ from: [expect.anything()] }, { ports: [{ protocol: 'TCP', port: 8090 }] }] },
  });
});

test.each(['3.5.6', '4.1.1'])('Spark %s had none', (sparkVersion) => {
  expect(networkPolicy(EMPTY_SPARK_POD, driverConf({}, { sparkVersion }))).toBe(EMPTY_SPARK_POD);
});
