import { describe, expect, test } from '@jest/globals';
import { EMPTY_SPARK_POD } from '../../../../src/pod/spark-pod.ts';
import { gpu, memoryLimit } from '../../../../src/submission/pod-fields/limits.ts';

const requesting = (memory: string) => ({
  ...EMPTY_SPARK_POD,
  container: { name: 'spark', resources: { limits: { memory, cpu: '1' }, requests: { memory } } },
});

describe('a memory limit', () => {
  test.each([
    { text: '2g', requested: '1408Mi', limit: '2Gi' },
    { text: '1408m', requested: '1408Mi', limit: '1408Mi' },
    { text: '1g', requested: '1408Mi', limit: '1408Mi' },
  ])('of $text beside a request of $requested is $limit: never below it', ({ text, requested, limit }) => {
    const { container } = memoryLimit(requesting(requested), { memoryLimit: text });
    expect(container.resources).toEqual({
      limits: { memory: limit, cpu: '1' },
      requests: { memory: requested },
    });
  });
});

test.each([
  { quantity: 2, limits: { memory: '1Gi', cpu: '1', 'amd.com/gpu': '2' } },
  { quantity: 0, limits: { memory: '1Gi', cpu: '1' } },
])('$quantity GPUs', ({ quantity, limits }) => {
  const { container } = gpu(requesting('1Gi'), { gpu: { name: 'amd.com/gpu', quantity } });
  expect(container.resources?.limits).toEqual(limits);
});
