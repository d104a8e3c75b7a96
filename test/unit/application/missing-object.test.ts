import { expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { troubleText } from '../../../src/application/missing-object.ts';
import { applicationIn } from '../../fakes/applications.ts';

const PI = applicationIn('').spec;
const MOUNT = 'MountVolume.SetUp failed for volume "v" : ';

test.each<{
  readonly name: string;
  readonly message: string;
  readonly spec: Partial<SparkApplicationSpec>;
  readonly says: string;
}>([
  {
    name: 'the script of a ConfigMap',
    message: `${MOUNT}configmap "scripts" not found`,
    spec: { mainApplicationFile: 'configmap://scripts/pi.py' },
    says: 'configmap "scripts" not found (spec.mainApplicationFile)',
  },
  {
    name: 'a script that is not in its ConfigMap',
    message: `${MOUNT}configmap references non-existent config key: pi.py`,
    spec: { mainApplicationFile: 'configmap://scripts/pi.py' },
    says: 'configmap references non-existent config key: pi.py (spec.mainApplicationFile)',
  },
  {
    name: 'other files of a ConfigMap',
    message: `${MOUNT}configmap "data" not found`,
    spec: {
      deps: { files: ['s3a://b/f', 'configmap://data/a.csv#b.csv'] },
      sparkConf: { 'spark.jars': 'local:///a.jar,configmap://data/b.jar' },
    },
    says: 'configmap "data" not found (spec.deps.files[1], spec.sparkConf[spark.jars])',
  },
  {
    name: 'ConfigMaps of configuration',
    message: `${MOUNT}configmap "conf" not found`,
    spec: {
      sparkConfigMap: 'conf',
      hadoopConfigMap: 'conf',
      sparkConf: { 'spark.kubernetes.hadoop.configMapName': 'other' },
    },
    says: 'configmap "conf" not found (spec.sparkConfigMap, spec.hadoopConfigMap)',
  },
  {
    name: 'a property that names a ConfigMap',
    message: `${MOUNT}configmap "conf" not found`,
    spec: { sparkConf: { 'spark.kubernetes.hadoop.configMapName': 'conf' } },
    says: 'configmap "conf" not found (spec.sparkConf[spark.kubernetes.hadoop.configMapName])',
  },
  {
    name: 'a volume by the ConfigMap, not by a name that is the same',
    message: `${MOUNT}configmap "scripts" not found`,
    spec: { volumes: [{ name: 'scripts', configMap: { name: 'scripts' } }] },
    says: 'configmap "scripts" not found (spec.volumes[0].configMap.name)',
  },
  {
    name: 'a secret that is mounted',
    message: `${MOUNT}secret "token" not found`,
    spec: {
      driver: { secrets: [{ name: 'token', path: '/t', secretType: 'Generic' }] },
      sparkConf: { 'spark.kubernetes.driver.secrets.token': '/elsewhere' },
    },
    says: 'secret "token" not found (spec.driver.secrets[0].name, spec.sparkConf[spark.kubernetes.driver.secrets.token])',
  },
  {
    name: 'a secret of variables',
    message: 'secret "token" not found',
    spec: {
      driver: {
        envFrom: [{ secretRef: { name: 'token' } }],
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'token', key: 'k' } } }],
        envSecretKeyRefs: { B: { name: 'token', key: 'k' } },
      },
    },
    says:
      'secret "token" not found (spec.driver.envFrom[0].secretRef.name, ' +
      'spec.driver.env[0].valueFrom.secretKeyRef.name, spec.driver.envSecretKeyRefs.B.name)',
  },
  {
    name: 'a secret of a property',
    message: "couldn't find key k in Secret jobs/token",
    spec: { sparkConf: { 'spark.kubernetes.driver.secretKeyRef.A': 'token:k' } },
    says: "couldn't find key k in Secret jobs/token (spec.sparkConf[spark.kubernetes.driver.secretKeyRef.A])",
  },
  {
    name: 'a claim that the scheduler misses',
    message: '0/1 nodes are available: persistentvolumeclaim "data" not found.',
    spec: { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] },
    says:
      '0/1 nodes are available: persistentvolumeclaim "data" not found. ' +
      '(spec.volumes[0].persistentVolumeClaim.claimName)',
  },
  {
    name: 'nothing of the executors, which are not what waits',
    message: `${MOUNT}configmap "data" not found`,
    spec: { executor: { configMaps: [{ name: 'data', path: '/d' }] } },
    says: `${MOUNT}configmap "data" not found`,
  },
  {
    name: 'nothing where Kubernetes speaks of something else',
    message: `${MOUNT}timed out`,
    spec: { sparkConfigMap: 'conf' },
    says: `${MOUNT}timed out`,
  },
])('names $name', ({ message, spec, says }) => {
  expect(troubleText({ reason: 'FailedMount', message }, { ...PI, ...spec })).toBe(`FailedMount: ${says}`);
});

test('stays short, however long the names of fields are', () => {
  const sparkConf = { [`spark.kubernetes.driver.secretKeyRef.${'A'.repeat(5_000)}`]: 'token:k' };
  const words = { reason: 'CreateContainerConfigError', message: 'secret "token" not found' };
  expect(troubleText(words, { ...PI, sparkConf }).length).toBeLessThan(700);
});
