import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import type { ResourceProfile } from '../../../src/spark/resource-profile.ts';
import { APP_ID, executorTemplate } from './samples.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

describe('an executor', () => {
  test('belongs to its driver and lives in its namespace', () => {
    const { pod } = buildExecutor(executorTemplate(), { id: 1, profile: { id: 0 } });
    expect(pod.metadata).toMatchObject({
      name: 'app-exec-1',
      namespace: 'jobs',
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Pod', name: 'app-driver', uid: 'driver-uid', controller: true },
      ],
    });
  });

  test('gets no token and no ConfigMap', () => {
    const { pod } = buildExecutor(executorTemplate(), { id: 1, profile: { id: 0 } });
    expect(pod.spec.automountServiceAccountToken).toBe(false);
    expect(pod.spec.volumes?.filter((volume) => volume.configMap !== undefined)).toEqual([]);
  });

  test('brings the claims that are made for it', () => {
    const volume = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.data';
    const { pod, beside } = buildExecutor(
      executorTemplate({
        [`${volume}.mount.path`]: '/data',
        [`${volume}.options.claimName`]: 'OnDemand',
        [`${volume}.options.storageClass`]: 'fast',
        [`${volume}.options.sizeLimit`]: '5Gi',
      }),
      { id: 4, profile: { id: 0 } },
    );
    expect(beside.map(({ object }) => object.metadata.name)).toEqual(['app-exec-4-pvc-0']);
    expect(pod.spec.volumes?.[0]?.persistentVolumeClaim?.claimName).toBe('app-exec-4-pvc-0');
  });

  test('of another profile has its own size, and no CPU request or limit of the default one', () => {
    const template = executorTemplate({
      'spark.kubernetes.executor.request.cores': '100m',
      'spark.kubernetes.executor.limit.cores': '9',
    });
    const profile = { id: 1, cores: 4, memoryMiB: 2_048, memoryOverheadMiB: 100 };
    const resources = buildExecutor(template, { id: 1, profile }).pod.spec.containers[0]?.resources;
    expect(resources).toEqual({ limits: { memory: '2148Mi' }, requests: { cpu: '4', memory: '2148Mi' } });
  });

  test('keeps what its template says, but not the size in another profile', () => {
    const podTemplate = {
      spec: {
        tolerations: [{ key: 'spot' }],
        containers: [{ name: 'main', resources: { requests: { 'ephemeral-storage': '1Gi' } } }],
      },
    };
    const build = (id: number) =>
      buildExecutor({ ...executorTemplate(), podTemplate }, { id: 1, profile: { id } }).pod.spec;
    expect(build(0)).toMatchObject({ tolerations: [{ key: 'spot' }], containers: [{ name: 'main' }] });
    expect(build(0).containers[0]?.resources?.requests).toHaveProperty('ephemeral-storage');
    expect(build(1).containers[0]?.resources?.requests).not.toHaveProperty('ephemeral-storage');
  });
});

const built = (reportedConf: Readonly<Record<string, string>>) =>
  buildExecutor(executorTemplate(), { id: 1, profile: { id: 0 }, reportedConf }).pod;

const environment = (reportedConf: Readonly<Record<string, string>>) =>
  built(reportedConf)
    .spec.containers.at(-1)
    ?.env?.map(({ name, value }) => `${name}=${value}`);

describe('an executor follows what its driver reports', () => {
  test.each([
    { key: 'spark.executor.memory', value: '2g', resources: { requests: { memory: '2432Mi' } } },
    { key: 'spark.executor.memoryOverhead', value: '1g', resources: { requests: { memory: '2048Mi' } } },
    { key: 'spark.executor.cores', value: '3', resources: { requests: { cpu: '3' } } },
    {
      key: 'spark.kubernetes.executor.request.cores',
      value: '250m',
      resources: { requests: { cpu: '250m' } },
    },
    { key: 'spark.kubernetes.executor.limit.cores', value: '2', resources: { limits: { cpu: '2' } } },
  ])('in its size: $key', ({ key, value, resources }) => {
    expect(built({ [key]: value }).spec.containers.at(-1)?.resources).toMatchObject(resources);
  });

  test('in its environment and its java options', () => {
    expect(environment({ 'spark.executorEnv.LANG': 'C' })).toContain('LANG=C');
    const options = environment({ 'spark.executor.extraJavaOptions': '-Da=b' });
    expect(options).toEqual(expect.arrayContaining([expect.stringMatching(/^SPARK_JAVA_OPT_\d+=-Da=b$/u)]));
  });

  const volume = 'spark.kubernetes.executor.volumes.hostPath.root';
  test.each<{ readonly what: string; readonly conf: Readonly<Record<string, string>> }>([
    { what: 'its image', conf: { 'spark.kubernetes.container.image': 'other' } },
    { what: 'the image of its role', conf: { 'spark.kubernetes.executor.container.image': 'other' } },
    { what: 'when its image is pulled', conf: { 'spark.kubernetes.container.image.pullPolicy': 'Always' } },
    { what: 'its labels', conf: { 'spark.kubernetes.executor.label.team': 'other' } },
    { what: 'its annotations', conf: { 'spark.kubernetes.executor.annotation.a': 'b' } },
    { what: 'its name', conf: { 'spark.kubernetes.executor.podNamePrefix': 'other' } },
    { what: 'its namespace', conf: { 'spark.kubernetes.namespace': 'other' } },
    { what: 'its account', conf: { 'spark.kubernetes.authenticate.executor.serviceAccountName': 'root' } },
    {
      what: 'the account of the driver',
      conf: { 'spark.kubernetes.authenticate.driver.serviceAccountName': 'root' },
    },
    { what: 'its volumes', conf: { [`${volume}.mount.path`]: '/host', [`${volume}.options.path`]: '/' } },
    { what: 'its secrets', conf: { 'spark.kubernetes.executor.secrets.db': '/db' } },
    { what: 'secrets in its environment', conf: { 'spark.kubernetes.executor.secretKeyRef.PW': 'db:pw' } },
    { what: 'its nodes', conf: { 'spark.kubernetes.executor.node.selector.zone': 'a' } },
    { what: 'its scheduler', conf: { 'spark.kubernetes.executor.scheduler.name': 'other' } },
    { what: 'its rights', conf: { 'spark.kubernetes.securityContext.allowPrivilegeEscalation': 'true' } },
    {
      what: 'its devices',
      conf: { 'spark.executor.resource.gpu.amount': '1', 'spark.executor.resource.gpu.vendor': 'a.b' },
    },
    { what: 'where it spills', conf: { 'spark.local.dir': '/host' } },
    { what: 'its Hadoop configuration', conf: { 'spark.kubernetes.executor.hadoopConfigMapName': 'other' } },
  ])('but not in $what', ({ conf }) => {
    expect(built(conf)).toEqual(built({}));
  });
});

const isBuilt = ([reportedConf, given]: readonly [Record<string, string>, ResourceProfile]): boolean =>
  isReadOrRefused(
    () => buildExecutor(executorTemplate(), { id: 7, profile: given, reportedConf }).pod,
    '',
    ({ metadata, spec }) =>
      metadata.name === 'app-exec-7' &&
      metadata.labels?.['spark-app-selector'] === APP_ID &&
      spec.containers.at(-1)?.image === 'spark:4.3.0',
  );

describe('whatever a driver reports', () => {
  const amount = fc.oneof(fc.integer(), fc.constantFrom(0, 2 ** 53, -1));
  const key = fc.oneof(
    fc.constantFrom(
      'spark.executor.memory',
      'spark.executor.cores',
      'spark.memory.offHeap.enabled',
      'spark.driver.port',
    ),
    fc.constantFrom(
      'spark.executor.extraJavaOptions',
      'spark.executorEnv.A',
      'spark.kubernetes.executor.request.cores',
    ),
    nearly('spark.', 'executorEnv.', 'kubernetes.'),
  );
  const conf = fc.dictionary(key, nearly('1g', '"-Da=b', "'", '4', '500m', 'true'), { maxKeys: 5 });
  const resource = fc.record(
    { name: nearly('gpu', '/'), amount, vendor: nearly('nvidia.com') },
    { requiredKeys: ['name', 'amount'] },
  );
  const profile = fc.record(
    {
      id: fc.nat(),
      cores: amount,
      memoryMiB: amount,
      memoryOverheadMiB: amount,
      resources: fc.array(resource),
    },
    { requiredKeys: ['id'] },
  );

  test('an executor is built, or refused by an error of ours; who it is stays', () => {
    expect(exceptionTo(fc.tuple(conf, profile), isBuilt)).toBeUndefined();
  });
});
