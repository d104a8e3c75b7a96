import { expect, test } from '@jest/globals';
import { podTemplateConfigMap } from '../../../../src/pod/features/pod-template-config-map.ts';
import { driverConf, STARTED, UNIQUE_ID } from '../samples.ts';

const KEY = 'spark.kubernetes.executor.podTemplateFile';

test('the driver finds the template of its executors as a file', () => {
  const files = { '/t.yaml': Buffer.from('kind: Pod\n') };
  const built = podTemplateConfigMap(STARTED, driverConf({ [KEY]: '/t.yaml' }, { files }));
  const name = `app-${UNIQUE_ID}-driver-podspec-conf-map`;
  expect(built.beside[0]?.object).toMatchObject({
    kind: 'ConfigMap',
    metadata: { name },
    immutable: true,
    data: { 'podspec-configmap-key': 'kind: Pod\n' },
  });
  expect(built.pod.spec.volumes).toEqual([
    {
      name: 'pod-template-volume',
      configMap: { name, items: [{ key: 'podspec-configmap-key', path: 'pod-spec-template.yml' }] },
    },
  ]);
  expect(built.container.volumeMounts?.at(-1)).toEqual({
    name: 'pod-template-volume',
    mountPath: '/opt/spark/pod-template',
  });
  expect(built.properties).toEqual({ [KEY]: '/opt/spark/pod-template/pod-spec-template.yml' });
});

test('without a template file there is nothing to find', () => {
  expect(podTemplateConfigMap(STARTED, driverConf())).toBe(STARTED);
});
