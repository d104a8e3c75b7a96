import { describe, expect, test } from '@jest/globals';
import {
  EMPTY_SPARK_POD,
  finishedPod,
  withBeside,
  withContainer,
  withMetadata,
  withSpec,
} from '../../../src/pod/spark-pod.ts';
import { planned } from '../../../src/pod/planned-object.ts';
import { CONFIG_MAPS } from '../../../src/manifest/config-map.ts';

describe('a pod on its way', () => {
  test('gets longer lists and never loses what it had', () => {
    const once = withContainer(EMPTY_SPARK_POD, { env: [{ name: 'A', value: '1' }], args: ['x'] });
    const twice = withContainer(once, { env: [{ name: 'B', value: '2' }], image: 'i' });
    expect(twice.container).toEqual({
      name: '',
      args: ['x'],
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
      image: 'i',
    });
    expect(EMPTY_SPARK_POD.container).toEqual({ name: '' });
  });

  test('merges sizes and security by their keys', () => {
    const once = withContainer(EMPTY_SPARK_POD, {
      resources: { limits: { cpu: '9' }, requests: { cpu: '9', 'ephemeral-storage': '1Gi' } },
      securityContext: { runAsUser: 185 },
    });
    const twice = withContainer(once, {
      resources: { limits: { memory: '1Gi' }, requests: { cpu: '1' } },
      securityContext: { allowPrivilegeEscalation: false },
    });
    expect(twice.container.resources).toEqual({
      limits: { cpu: '9', memory: '1Gi' },
      requests: { cpu: '1', 'ephemeral-storage': '1Gi' },
    });
    expect(twice.container.securityContext).toEqual({ runAsUser: 185, allowPrivilegeEscalation: false });
  });

  test('gets labels, annotations and node selectors by their keys', () => {
    const labelled = withMetadata(withMetadata(EMPTY_SPARK_POD, { name: 'a', labels: { x: '1' } }), {
      name: 'b',
      labels: { y: '2' },
      annotations: {},
    });
    const placed = withSpec(withSpec(labelled, { nodeSelector: { disk: 'ssd' } }), {
      nodeSelector: { zone: 'a' },
    });
    expect(placed.pod.metadata).toEqual({ name: 'b', labels: { x: '1', y: '2' } });
    expect(placed.pod.spec.nodeSelector).toEqual({ disk: 'ssd', zone: 'a' });
  });

  test('writes no empty lists', () => {
    const nothing = withSpec(withContainer(EMPTY_SPARK_POD, { env: [], ports: [] }), {
      volumes: [],
      nodeSelector: {},
    });
    expect(finishedPod(nothing).spec).toEqual({ containers: [{ name: '' }] });
  });

  test('collects what has to exist beside it, and what the driver has to know', () => {
    const object = { metadata: { name: 'a' } };
    const made = withBeside(withBeside(EMPTY_SPARK_POD, [], { a: '1' }), [planned(CONFIG_MAPS, object)], {
      b: '2',
    });
    expect(made.beside).toEqual([{ resource: CONFIG_MAPS, object }]);
    expect(made.properties).toEqual({ a: '1', b: '2' });
  });

  test('is finished with the Spark container last', () => {
    const withSidecar = withSpec(EMPTY_SPARK_POD, { containers: [{ name: 'sidecar' }] });
    const done = finishedPod(withContainer(withSidecar, { name: 'spark' }));
    expect(done.spec.containers.map(({ name }) => name)).toEqual(['sidecar', 'spark']);
  });
});
