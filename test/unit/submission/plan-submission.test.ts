import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../../src/api/spark-executor-set.ts';
import { FORCED_PROPERTIES } from '../../../src/submission/forced-properties.ts';
import { NOTED_KINDS, USUAL_KINDS } from '../../../src/submission/side-object-kinds.ts';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { parseExecutorTemplate } from '../../../src/pod/executor-template.ts';
import { parseProperties } from '../../../src/spark/properties-file.ts';
import { application, planOf } from './samples.ts';

const inDriverMode = (spec: Partial<SparkApplicationSpec> = {}) =>
  application({ executorManagement: 'Driver', ...spec });
const propertiesOf = (spec?: Partial<SparkApplicationSpec>) =>
  parseProperties(planOf(inDriverMode(spec)).configMapData['spark.properties'] ?? '');

describe('a submission', () => {
  test('holds no kind that is not removed with the attempt', () => {
    const kinds = planOf(application()).sideObjects.map(({ resource }) => resource.kind);
    const removed = [...USUAL_KINDS, ...NOTED_KINDS, EXECUTOR_SETS].map(({ kind }) => kind);
    expect(kinds.filter((kind) => !removed.includes(kind))).toEqual([]);
  });

  test('creates everything before the driver pod, in this order', () => {
    const { sideObjects } = planOf(application());
    expect(sideObjects.map(({ resource }) => resource.kind)).toEqual([
      'ConfigMap',
      'Service',
      'NetworkPolicy',
      'SparkExecutorSet',
    ]);
  });

  test('is the same every time', () => {
    expect(JSON.stringify(planOf(application()))).toBe(JSON.stringify(planOf(application())));
  });

  test('of another attempt has other objects, but the same driver pod name', () => {
    const [first, second] = [planOf(application(), 1), planOf(application(), 2)];
    const names = ({ sideObjects }: typeof first) => sideObjects.map(({ object }) => object.metadata.name);
    expect(names(first).filter((name) => names(second).includes(name))).toEqual([]);
    expect(second.driverPodName).toBe(first.driverPodName);
    expect(second.sparkApplicationId).not.toBe(first.sparkApplicationId);
  });

  test('belongs to the application, whole', () => {
    const plan = planOf(application());
    const owner = {
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      name: 'pi',
      uid: 'application-uid',
      controller: true,
    };
    for (const object of [...plan.sideObjects.map((side) => side.object), plan.driverPod]) {
      expect(object.metadata).toMatchObject({
        namespace: 'jobs',
        ownerReferences: [owner],
        labels: { 'sparkoperator.k8s.io/app-name': 'pi', 'sparkoperator.k8s.io/attempt': '1' },
      });
    }
  });

  test('names the executor set after the attempt, and says whose it is', () => {
    const plan = planOf(application(), 2);
    expect(plan.executorSetName).toBe('pi-2');
    expect(plan.sideObjects.at(-1)?.object).toMatchObject({
      apiVersion: 'sparkoperator.k8s.io/v1alpha1',
      metadata: { name: 'pi-2' },
      spec: { applicationName: 'pi', attempt: 2, driverPodName: 'pi-driver' },
    });
  });

  test('gives the driver its properties with what is forced, and keeps the submitted ones beside them', () => {
    const key = 'spark.kubernetes.executor.deleteOnTermination';
    const { configMapData } = planOf(application({ executor: { deleteOnTermination: false } }));
    expect(parseProperties(configMapData['spark.properties'] ?? '').get(key)).toBe('true');
    expect(parseProperties(configMapData['submitted.properties'] ?? '').get(key)).toBe('false');
  });

  test('is enough to make executors from, without the application', () => {
    const plan = planOf(application({ executor: { memory: '2g', labels: { team: 'a' } } }));
    const template = parseExecutorTemplate(plan.configMapData, {
      name: plan.driverPodName,
      uid: 'u',
      ip: '10.0.0.1',
    });
    const { pod } = buildExecutor(template, { id: 1, profile: { id: 0 } });
    expect(pod.metadata.name).toMatch(/^pi-[0-9a-f]{16}-exec-1$/u);
    expect(pod.metadata.labels).toMatchObject({
      team: 'a',
      'sparkoperator.k8s.io/app-name': 'pi',
      'spark-app-selector': plan.sparkApplicationId,
    });
    expect(pod.spec.containers[0]?.resources?.limits).toEqual({ memory: '2432Mi' });
  });
});

describe('a submission in Driver mode', () => {
  test('has the template of the executors beside it, and no executor set', () => {
    const plan = planOf(inDriverMode());
    expect(plan.sideObjects.map(({ object }) => object.metadata.name)).toEqual([
      expect.stringMatching(/^spark-drv-/u),
      expect.stringMatching(/-driver-svc$/u),
      expect.stringMatching(/-policy$/u),
      expect.stringMatching(/-driver-podspec-conf-map$/u),
    ]);
    expect(plan.executorSetName).toBeUndefined();
    expect(plan.management).toEqual({ kind: 'driver-as-asked' });
  });

  test('holds no kind that is not removed with the attempt', () => {
    const kinds = planOf(inDriverMode()).sideObjects.map(({ resource }) => resource);
    expect(kinds.filter((kind) => ![...USUAL_KINDS, ...NOTED_KINDS].includes(kind))).toEqual([]);
  });

  test('mounts no jar, and marks the driver pod', () => {
    const { driverPod } = planOf(inDriverMode());
    expect(JSON.stringify(driverPod)).not.toContain('plugin');
    expect(driverPod.metadata.annotations).toEqual({ 'sparkoperator.k8s.io/executor-management': 'Driver' });
  });

  test('forces nothing, and tells Spark all that spark-submit would', () => {
    const properties = propertiesOf({ executor: { deleteOnTermination: false } });
    const forced = FORCED_PROPERTIES.map(({ key }) => key).filter((key) => properties.has(key));
    expect(forced).toEqual(['spark.kubernetes.executor.deleteOnTermination']);
    expect(properties.get('spark.kubernetes.executor.deleteOnTermination')).toBe('false');
    expect(Object.fromEntries(properties)).toMatchObject({
      'spark.submit.deployMode': 'cluster',
      'spark.kubernetes.submitInDriver': 'true',
      'spark.kubernetes.driver.pod.name': 'pi-driver',
      'spark.kubernetes.executor.podNamePrefix': expect.stringMatching(/^pi-[0-9a-f]{16}$/u),
      'spark.kubernetes.executor.label.sparkoperator.k8s.io/launched-by-spark-operator': 'true',
    });
  });

  test('mounts files from ConfigMaps, and names secrets for Spark to mount', () => {
    const spec: Partial<SparkApplicationSpec> = {
      type: 'Python',
      mainApplicationFile: 'configmap://scripts/pi.py',
      executor: { secrets: [{ name: 'db', path: '/db', secretType: 'Generic' }] },
    };
    const { driverPod } = planOf(inDriverMode(spec));
    expect(driverPod.spec.volumes).toContainEqual(
      expect.objectContaining({ configMap: expect.objectContaining({ name: 'scripts' }) }),
    );
    expect(propertiesOf(spec).get('spark.kubernetes.executor.secrets.db')).toBe('/db');
  });
});
