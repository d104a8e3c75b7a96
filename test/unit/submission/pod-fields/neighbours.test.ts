import { expect, test } from '@jest/globals';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { initContainers, withSidecars } from '../../../../src/submission/pod-fields/neighbours.ts';

const containers = [
  { name: 'a', image: '1' },
  { name: 'b', image: '1' },
];

test('a sidecar that the template has already, of the same image, is not added again', () => {
  const pod = { metadata: { name: 'p' }, spec: { containers } };
  const sidecars = [containers[0] ?? { name: '' }, { name: 'b', image: '2' }, { name: 'c' }];
  expect(withSidecars(pod, { sidecars }).spec.containers).toEqual([...containers, ...sidecars.slice(1)]);
});

test('nor is such an init container', () => {
  const before = { ...EMPTY_SPARK_POD.pod, spec: { containers: [], initContainers: containers } };
  const after = initContainers(
    { ...EMPTY_SPARK_POD, pod: before },
    { initContainers: [...containers, { name: 'c' }] },
  );
  expect(after.pod.spec.initContainers).toEqual([...containers, { name: 'c' }]);
});
