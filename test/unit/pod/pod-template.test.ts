import { describe, expect, test } from '@jest/globals';
import { sparkPodOf, type PodTemplate } from '../../../src/pod/pod-template.ts';
import { EMPTY_SPARK_POD } from '../../../src/pod/spark-pod.ts';

const TEMPLATE: PodTemplate = {
  metadata: { labels: { team: 'a' } },
  spec: { containers: [{ name: 'sidecar' }, { name: 'main', image: 'i' }], nodeSelector: { disk: 'ssd' } },
};

describe('a pod template', () => {
  test.each([
    { name: 'main', spark: 'main', others: ['sidecar'] },
    { name: undefined, spark: 'sidecar', others: ['main'] },
  ])('lends the container $spark to Spark when $name is asked for', ({ name, spark, others }) => {
    const { pod, container } = sparkPodOf(TEMPLATE, name);
    expect(container.name).toBe(spark);
    expect(pod.spec.containers.map((other) => other.name)).toEqual(others);
    expect(pod.spec.nodeSelector).toEqual({ disk: 'ssd' });
    expect(pod.metadata.labels).toEqual({ team: 'a' });
  });

  test('needs no container', () => {
    expect(sparkPodOf({ spec: { hostname: 'h' } }, undefined).container).toEqual({ name: '' });
  });

  test('may leave the name of its container to Spark', () => {
    const template = { spec: { containers: [{ image: 'i' }] } } as unknown as PodTemplate;
    expect(sparkPodOf(template, undefined).container).toEqual({ name: '', image: 'i' });
  });

  test('without the container that was asked for is refused', () => {
    expect(() => sparkPodOf(TEMPLATE, 'other')).toThrow('no container named "other", only: sidecar, main');
  });

  test('that is not there leaves a pod with nothing in it', () => {
    expect(sparkPodOf(undefined, 'main')).toBe(EMPTY_SPARK_POD);
  });
});
