import { describe, expect, test } from '@jest/globals';
import { POD_FIELDS, type RolePodFields } from '../../../../src/api/pod-fields.ts';
import type { Container, PodSpec } from '../../../../src/manifest/pod.ts';
import { withPodFields } from '../../../../src/submission/pod-fields/pod-field-steps.ts';
import { application, podsOf, sparkContainer } from '../samples.ts';

/** One field, and what the pod and its Spark container hold for it. */
interface Row {
  readonly field: RolePodFields;
  readonly pod?: Partial<PodSpec>;
  readonly container?: Partial<Container>;
}

const ROWS: readonly Row[] = [
  {
    field: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }] },
    container: {
      env: expect.arrayContaining([
        { name: 'A', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
      ]) as never,
    },
  },
  {
    field: { envFrom: [{ prefix: 'P_', secretRef: { name: 's' } }] },
    container: { envFrom: [{ prefix: 'P_', secretRef: { name: 's' } }] },
  },
  {
    field: { configMaps: [{ name: 'rules', path: '/etc/rules' }] },
    pod: { volumes: expect.arrayContaining([{ name: 'rules-vol', configMap: { name: 'rules' } }]) as never },
    container: {
      volumeMounts: expect.arrayContaining([
        { name: 'rules-vol', mountPath: '/etc/rules', readOnly: true },
      ]) as never,
    },
  },
  {
    field: { volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'in' }] },
    pod: { volumes: expect.arrayContaining([{ name: 'data', emptyDir: {} }]) as never },
    container: {
      volumeMounts: expect.arrayContaining([{ name: 'data', mountPath: '/data', subPath: 'in' }]) as never,
    },
  },
  {
    field: { ports: [{ name: 'jmx', protocol: 'TCP', containerPort: 9999 }] },
    container: {
      ports: expect.arrayContaining([{ name: 'jmx', protocol: 'TCP', containerPort: 9999 }]) as never,
    },
  },
  { field: { hostNetwork: true }, pod: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } },
  {
    field: { hostAliases: [{ ip: '10.0.0.9', hostnames: ['db'] }] },
    pod: { hostAliases: [{ ip: '10.0.0.9', hostnames: ['db'] }] },
  },
  {
    field: { initContainers: [{ name: 'first', image: 'i' }] },
    pod: { initContainers: [{ name: 'first', image: 'i' }] },
  },
  { field: { dnsConfig: { nameservers: ['9.9.9.9'] } }, pod: { dnsConfig: { nameservers: ['9.9.9.9'] } } },
  { field: { priorityClassName: 'high' }, pod: { priorityClassName: 'high' } },
  {
    field: { affinity: { podAntiAffinity: { a: 1 } } },
    pod: { affinity: { podAntiAffinity: { a: 1 } } },
  },
  {
    field: { tolerations: [{ key: 'spot', operator: 'Exists' }] },
    pod: { tolerations: [{ key: 'spot', operator: 'Exists' }] },
  },
  {
    field: {
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    },
    pod: {
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
    },
  },
  {
    field: { memoryLimit: '4g' },
    container: { resources: expect.objectContaining({ limits: { memory: '4Gi' } }) as never },
  },
  {
    field: { gpu: { name: 'nvidia.com/gpu', quantity: 2 } },
    container: {
      resources: expect.objectContaining({ limits: { memory: '1408Mi', 'nvidia.com/gpu': '2' } }) as never,
    },
  },
  { field: { securityContext: { runAsUser: 185 } }, container: { securityContext: { runAsUser: 185 } } },
  { field: { podSecurityContext: { fsGroup: 185 } }, pod: { securityContext: { fsGroup: 185 } } },
  { field: { terminationGracePeriodSeconds: 7 }, pod: { terminationGracePeriodSeconds: 7 } },
  { field: { lifecycle: { postStart: { a: 1 } } }, container: { lifecycle: { postStart: { a: 1 } } } },
  { field: { shareProcessNamespace: true }, pod: { shareProcessNamespace: true } },
];

describe.each(['driver', 'executor'] as const)('a field of the %s', (role) => {
  const other = role === 'driver' ? 'executor' : 'driver';
  const volumes = [{ name: 'data', emptyDir: {} }];

  test.each(ROWS.map((row) => [Object.keys(row.field)[0] ?? '', row] as const))(
    '%s lands in its pod, and in no other',
    (_, { field, pod = {}, container = {} }) => {
      const pods = podsOf(application({ volumes, [role]: field }));
      expect(pods[role].spec).toMatchObject(pod);
      expect(sparkContainer(pods[role])).toMatchObject(container);
      expect(pods[other]).toEqual(podsOf(application({ volumes }))[other]);
    },
  );

  test('sidecars stands behind the Spark container, which kubectl shows first', () => {
    const sidecars = [{ name: 'proxy', image: 'p', tty: true }];
    const { spec } = podsOf(application({ [role]: { sidecars } }))[role];
    expect(spec.containers.map(({ name }) => name)).toEqual([`spark-kubernetes-${role}`, 'proxy']);
    expect(spec.containers[1]).toEqual(sidecars[0]);
  });
});

test('every field has a row', () => {
  const covered = ROWS.flatMap(({ field }) => Object.keys(field));
  expect([...covered, 'sidecars'].toSorted()).toEqual(Object.keys(POD_FIELDS).toSorted());
});

test('without fields a pod stays as Spark made it', () => {
  const { driver } = podsOf(application());
  expect(withPodFields(driver, {})).toEqual(driver);
});

test('lists grow, single values take the place of what is there', () => {
  const template = {
    metadata: { name: 'p' },
    spec: {
      tolerations: [{ key: 'a' }],
      affinity: { nodeAffinity: {} },
      priority: 9,
      preemptionPolicy: 'Never',
      hostAliases: [{ ip: '1.1.1.1' }],
      containers: [
        { name: 'mine' },
        { name: 'spark', env: [{ name: 'A', value: '1' }], lifecycle: { preStop: {} } },
      ],
    },
  };
  const fields = {
    tolerations: [{ key: 'b' }],
    affinity: { podAffinity: {} },
    priorityClassName: 'high',
    hostAliases: [{ ip: '2.2.2.2' }],
    env: [{ name: 'A', value: '2' }],
    lifecycle: { postStart: {} },
    sidecars: [{ name: 'proxy' }],
  };
  expect(withPodFields(template, fields).spec).toEqual({
    tolerations: [{ key: 'a' }, { key: 'b' }],
    affinity: { podAffinity: {} },
    priorityClassName: 'high',
    hostAliases: [{ ip: '1.1.1.1' }, { ip: '2.2.2.2' }],
    containers: [
      { name: 'mine' },
      {
        name: 'spark',
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
        lifecycle: { preStop: {}, postStart: {} },
      },
      { name: 'proxy' },
    ],
  });
});
