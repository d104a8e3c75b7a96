import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { parseProperties } from '../../../src/spark/properties-file.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application, planOf } from './samples.ts';

/** The properties in the driver's file. */
function propertiesOf(spec: Partial<SparkApplicationSpec>): ReadonlyMap<string, string> {
  const { configMapData } = planOf(application(spec));
  return new Map(parseProperties(configMapData['spark.properties'] ?? ''));
}

/** The driver's Spark container, and its volumes of files. */
function driverOf(spec: Partial<SparkApplicationSpec>) {
  const pod = planOf(application(spec)).driverPod.spec;
  const container = pod.containers.at(-1);
  return {
    args: container?.args,
    volumes: pod.volumes?.filter(({ name }) => name.startsWith('spark-operator-files')),
    mounts: container?.volumeMounts?.filter(({ name }) => name.startsWith('spark-operator-files')),
  };
}

const PYTHON = { type: 'Python', mainApplicationFile: 'configmap://scripts/pi.py' } as const;

describe('a script in a ConfigMap', () => {
  test('is run from where it is mounted', () => {
    expect(driverOf(PYTHON).args?.at(-1)).toBe('local:///opt/spark-operator-files/scripts/pi.py');
  });

  test('is a file of its own, which stays as it was when the driver began', () => {
    expect(driverOf(PYTHON)).toMatchObject({
      volumes: [
        {
          name: 'spark-operator-files-0',
          configMap: { name: 'scripts', items: [{ key: 'pi.py', path: 'pi.py' }] },
        },
      ],
      mounts: [
        {
          name: 'spark-operator-files-0',
          mountPath: '/opt/spark-operator-files/scripts/pi.py',
          subPath: 'pi.py',
          readOnly: true,
        },
      ],
    });
  });
});

test('a jar in a ConfigMap is served to executors, once', () => {
  const spec = { mainApplicationFile: 'configmap://jars/pi.jar' };
  const uri = 'file:///opt/spark-operator-files/jars/pi.jar';
  expect(driverOf(spec).args).toContain(uri);
  expect(propertiesOf(spec).get('spark.jars')).toBe(uri);
});

test('dependencies in ConfigMaps are served from the driver, others stay as they are', () => {
  const spec = {
    ...PYTHON,
    deps: {
      pyFiles: ['configmap://scripts/a.py', 'local:///b.py'],
      files: ['configmap://tables/t.csv#table.csv'],
      archives: ['s3a://b/env.zip'],
    },
    sparkConf: { 'spark.jars': 'configmap://jars/a.jar' },
  };
  const properties = propertiesOf(spec);
  const directory = 'file:///opt/spark-operator-files';
  expect(properties.get('spark.submit.pyFiles')).toBe(`${directory}/scripts/a.py,local:///b.py`);
  expect(properties.get('spark.files')).toBe(`${directory}/tables/t.csv#table.csv`);
  expect(properties.get('spark.archives')).toBe('s3a://b/env.zip');
  expect(properties.get('spark.jars')).toBe(`${directory}/jars/a.jar`);
});

test('each ConfigMap is one volume, and each of its keys is mounted once', () => {
  const { volumes, mounts } = driverOf({
    ...PYTHON,
    deps: { pyFiles: ['configmap://scripts/pi.py', 'configmap://scripts/a.py'], files: ['configmap://t/t'] },
  });
  expect(volumes?.map(({ configMap }) => configMap?.name)).toEqual(['scripts', 't']);
  expect(mounts?.map(({ mountPath }) => mountPath.split('/').slice(3))).toEqual([
    ['scripts', 'pi.py'],
    ['t', 't'],
    ['scripts', 'a.py'],
  ]);
});

test('without one nothing is mounted', () => {
  expect(driverOf({})).toMatchObject({ volumes: [], mounts: [] });
});

test.each([
  { spec: { mainApplicationFile: 'configmap://pi.jar' }, path: 'spec.mainApplicationFile' },
  { spec: { deps: { pyFiles: ['configmap://a'] } }, path: 'spec.deps.pyFiles' },
  { spec: { deps: { files: ['configmap://a/b/c'] } }, path: 'spec.deps.files' },
  { spec: { sparkConf: { 'spark.jars': 'configmap://A/b' } }, path: 'spec.sparkConf[spark.jars]' },
])('a wrong one is refused with its field: $path', ({ spec, path }) => {
  const violations = validateApplication(application(spec));
  expect(violations.map((violation) => violation.path)).toEqual([path]);
  expect(violations[0]?.message).toContain('Write configmap://NAME/KEY');
});
