/** Real jobs in Driver mode: Spark's own allocator makes the executors, from the template that the driver mounts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';

import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { SECRETS } from '../../src/manifest/secret.ts';
import { INACTIVE_LABEL } from '../../src/spark/labels.ts';
import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { sumInRounds, thrifty, TWO_EXECUTORS } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;

const ACCOUNT = join(import.meta.dirname, '../../deploy/driver-mode-account.yaml');
const RIGHTS = loadAll(readFileSync(ACCOUNT, 'utf8')) as readonly KubernetesObject[];

/** Counts points in a circle, and has executors tell what they find in their pods. */
const SCRIPT = `
import os
import random
from pyspark.sql import SparkSession

def inside(_):
    x, y = random.random() * 2 - 1, random.random() * 2 - 1
    return 1 if x * x + y * y <= 1 else 0

def look(_):
    hosts = [line.split()[0] for line in open('/etc/hosts') if 'database' in line]
    return ' '.join([os.environ['GREETING'], os.environ['PASSWORD'], open('/secret/user').read(), *hosts])

sc = SparkSession.builder.getOrCreate().sparkContext
print('Pi is roughly', 4.0 * sc.parallelize(range(20000), 2).map(inside).sum() / 20000)
print('Executors found:', *sc.parallelize(range(2), 2).map(look).distinct().collect())
`;

const tolerations = [{ key: 'spot', operator: 'Exists' as const, effect: 'NoSchedule' as const }];
const affinity = {
  nodeAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 1,
        preference: { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] },
      },
    ],
  },
};

const PI: SparkApplication = {
  apiVersion: APPLICATIONS.apiVersion,
  kind: APPLICATIONS.kind,
  metadata: { name: 'driven-pi' },
  spec: {
    type: 'Python',
    mode: 'cluster',
    executorManagement: 'Driver',
    sparkVersion: '4.3.0',
    image: 'apache/spark:4.3.0',
    mainApplicationFile: 'configmap://scripts/pi.py',
    sparkConf: TWO_EXECUTORS,
    driver: { serviceAccount: 'spark', memory: '512m' },
    executor: {
      memory: '512m',
      deleteOnTermination: false,
      tolerations,
      affinity,
      hostAliases: [{ ip: '10.9.8.7', hostnames: ['database'] }],
      env: [{ name: 'GREETING', value: 'hello' }],
      envSecretKeyRefs: { PASSWORD: { name: 'login', key: 'password' } },
      secrets: [{ name: 'login', path: '/secret', secretType: 'Generic' }],
      template: { metadata: { labels: { 'from-template': 'yes' } } },
    },
  },
};

const BESIDE: readonly KubernetesObject[] = [
  ...RIGHTS,
  { apiVersion: 'v1', kind: CONFIG_MAPS.kind, metadata: { name: 'scripts' }, data: { 'pi.py': SCRIPT } },
  {
    apiVersion: 'v1',
    kind: SECRETS.kind,
    metadata: { name: 'login' },
    stringData: { user: 'harpo', password: 'swordfish' },
  },
] as readonly KubernetesObject[];

let pi: Job;
let sum: Job;
let set: Job;

beforeAll(async () => {
  pi = await Job.submit(thrifty(PI), { beside: BESIDE });
  sum = await Job.submit(sumInRounds('driven-sum', { executorManagement: 'Driver' }), { beside: RIGHTS });
  const sparkConf = { 'spark.kubernetes.allocation.pods.allocator': 'statefulset' };
  set = await Job.submit(sumInRounds('driven-set', { sparkConf }), { beside: RIGHTS });
}, LONG);

afterAll(async () => {
  for (const job of [pi, sum, set]) await job.remove();
});

describe('a job whose driver makes its executors', () => {
  test(
    'completes; its executors have had files, secrets and fields that are no properties',
    async () => {
      const { applicationState, executorManagement } = await pi.ended();
      expect(applicationState).toEqual({ state: 'COMPLETED' });
      expect(executorManagement).toBe('Driver');
      const log = await pi.driverLog();
      expect(log).toMatch(/Pi is roughly 3\.\d/u);
      expect(log).toContain('Executors found: hello swordfish harpo 10.9.8.7\n');
    },
    LONG,
  );

  test(
    'leaves its executors where they are to be kept, each as its template says, and without a token',
    async () => {
      await pi.ended();
      const executors = await pi.executors();
      expect(executors.size).toBeGreaterThanOrEqual(2);
      for (const { metadata, spec } of executors.values()) {
        expect(metadata.labels).toMatchObject({ 'from-template': 'yes', [INACTIVE_LABEL]: 'true' });
        expect(spec.tolerations).toEqual(expect.arrayContaining(tolerations));
        expect(spec).toMatchObject({ affinity, automountServiceAccountToken: false });
        expect(spec.volumes?.map(({ name }) => name).join()).not.toContain('kube-api-access');
      }
      expect((await pi.objects()).filter((name) => !name.startsWith('pod/'))).toEqual([]);
    },
    LONG,
  );

  test(
    'shows its executors; one that is deleted by hand is replaced',
    async () => {
      await sum.working();
      await eventually(async () => expect((await sum.status()).executors).toMatchObject({ running: 2 }));
      expect(await sum.objects()).not.toContainEqual(expect.stringContaining('sparkexecutorset'));
      const name = (await sum.executors()).get(1)?.metadata.name ?? '';
      await sum.api.delete(PODS, { namespace: sum.namespace, name });
      await eventually(async () => expect(await sum.executorIds()).toEqual([2, 3]));
      await eventually(async () => expect(await sum.driverLog()).toMatch(/Finished task .* \(executor 3\)/u));
    },
    LONG,
  );

  test(
    'leaves nothing but its driver pod when the driver is killed',
    async () => {
      await sum.kubectl(['exec', 'driven-sum-driver', '--', 'pkill', '-KILL', 'java']);
      const { applicationState } = await sum.ended();
      expect(applicationState.state).toBe('FAILED');
      await eventually(async () => expect(await sum.objects()).toEqual(['pod/driven-sum-driver']));
    },
    LONG,
  );
});

test(
  'a job with an allocator that only the driver can run is run by it, and its StatefulSet goes with a killed driver',
  async () => {
    await set.working();
    const { executorManagement, conditions = [] } = await set.status();
    expect(executorManagement).toBe('Driver');
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'DriverMode', reason: 'AsNeeded' }));
    expect(await set.kubectl(['get', 'statefulsets', '--output=name'])).toContain(
      'statefulset.apps/spark-s-',
    );
    await set.kubectl(['exec', 'driven-set-driver', '--', 'pkill', '-KILL', 'java']);
    expect((await set.ended()).applicationState.state).toBe('FAILED');
    await eventually(async () => expect(await set.objects()).toEqual(['pod/driven-set-driver']));
    expect(await set.kubectl(['get', 'statefulsets', '--output=name'])).toBe('');
  },
  LONG,
);
