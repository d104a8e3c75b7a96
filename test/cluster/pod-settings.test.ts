/** Settings of an application as its pods really have them: sizes, secrets, templates, claims. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';
import { CONFIG_MAPS } from '../../src/manifest/config-map.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';
import type { Container, PodManifest } from '../../src/manifest/pod.ts';
import { SECRETS } from '../../src/manifest/secret.ts';
import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { thrifty, TWO_EXECUTORS } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;
const SCRIPT = readFileSync(join(import.meta.dirname, 'jobs/look_around.py'), 'utf8');
const IMAGE = 'apache/spark:4.3.0';
const MIB = 1024 * 1024;

const NAME = 'settings';
const EXECUTOR_CLAIM = 'spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1';

const application: SparkApplication = {
  apiVersion: APPLICATIONS.apiVersion,
  kind: APPLICATIONS.kind,
  metadata: { name: NAME },
  spec: {
    type: 'Python',
    mode: 'cluster',
    sparkVersion: '4.3.0',
    image: IMAGE,
    mainApplicationFile: `configmap://${NAME}/look_around.py`,
    sparkConf: {
      ...TWO_EXECUTORS,
      'spark.executor.pyspark.memory': '256m',
      ...secretsOf('driver'),
      ...secretsOf('executor'),
      [`${EXECUTOR_CLAIM}.mount.path`]: '/scratch',
      [`${EXECUTOR_CLAIM}.options.claimName`]: 'OnDemand',
      [`${EXECUTOR_CLAIM}.options.storageClass`]: 'local',
      [`${EXECUTOR_CLAIM}.options.sizeLimit`]: '1Gi',
    },
    driver: { serviceAccount: 'spark', memory: '512m', template: template('driver') },
    executor: {
      memory: '512m',
      template: template('executor', {
        name: 'give-scratch-to-spark',
        image: IMAGE,
        command: ['chown', '185', '/scratch'],
        securityContext: { runAsUser: 0 },
        volumeMounts: [{ name: 'spark-local-dir-1', mountPath: '/scratch' }],
      }),
    },
  },
};

const beside = [
  { ...head(CONFIG_MAPS), data: { 'look_around.py': SCRIPT } },
  { ...head(SECRETS), stringData: { user: 'harpo', password: 'swordfish' } },
];

let job: Job;

beforeAll(async () => {
  job = await Job.submit(thrifty(application), { beside });
  await job.working();
}, LONG);

afterAll(() => job.remove());

test('secrets and pod templates reach driver and executors', async () => {
  const { driver, ...executors } = await seen();
  expect(driver).toEqual({ proof: proofOf('driver'), fromTemplate: 'driver' });
  expect(executors).toMatchObject({
    1: { proof: proofOf('1'), fromTemplate: 'executor' },
    2: { proof: proofOf('2'), fromTemplate: 'executor' },
  });
  for (const pod of [await job.driver(), ...(await executorPods())]) {
    expect(pod.metadata.annotations).toMatchObject({ 'from-template': 'yes' });
  }
});

test('spark.executor.pyspark.memory is the limit of each Python worker, and part of the limit of its pod', async () => {
  const { driver: _, ...executors } = await seen();
  for (const worker of Object.values(executors)) {
    expect(worker).toMatchObject({ workerBytes: 256 * MIB, tooMuch: 'MemoryError' });
  }
  for (const pod of await executorPods()) {
    expect(sparkContainer(pod).resources?.limits).toEqual({ memory: `${600 + 384 + 256}Mi` });
  }
});

test('memory and variables that code sets are reported by the driver, and count', async () => {
  const set = await job.executorSet();
  expect(set.spec.conf).toMatchObject({ 'spark.executor.memory': '600m' });
  for (const pod of await executorPods()) {
    expect(sparkContainer(pod).env).toEqual(
      expect.arrayContaining([
        { name: 'SPARK_EXECUTOR_MEMORY', value: '600m' },
        { name: 'FROM_CODE', value: 'yes' },
      ]),
    );
  }
});

test('labels, annotations, images and volumes that code sets count for nothing', async () => {
  for (const pod of await executorPods()) {
    expect(Object.keys({ ...pod.metadata.labels, ...pod.metadata.annotations })).not.toContain('from-code');
    expect(sparkContainer(pod).image).toBe(IMAGE);
    expect(pod.spec.volumes?.map(({ name }) => name)).not.toContain('from-code');
    expect(pod.spec.volumes?.filter(({ hostPath }) => hostPath !== undefined)).toEqual([]);
  }
});

test('each executor shuffles on a claim of its own', async () => {
  const { driver: _, ...executors } = await seen();
  expect(Object.values(executors)).toMatchObject([{ shuffled: true }, { shuffled: true }]);
  const claimed = (await executorPods()).flatMap(({ spec }) =>
    (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []),
  );
  expect(claimed).toHaveLength(2);
  expect(await claims()).toEqual(claimed.map((name) => `${name} local Bound`));
  expect(await volumes()).toEqual(Array(2).fill(`${job.namespace} Bound`));
});

test(
  'at the end the claims are gone, and their volumes with them',
  async () => {
    await job.tell('end');
    expect((await job.ended()).applicationState).toEqual({ state: 'COMPLETED' });
    expect(await job.objects()).toEqual([`pod/${NAME}-driver`]);
    await eventually(async () => expect(await volumes()).toEqual([]));
  },
  LONG,
);

/** What a process printed about itself. */
interface Sight {
  readonly proof: string;
  readonly fromTemplate: string | null;
}

/** By `driver` and the ids of the executors. */
async function seen(): Promise<Readonly<Record<string, Sight>>> {
  const [, json = ''] = /^SEEN (.*)$/mu.exec(await job.driverLog()) ?? [];
  return JSON.parse(json) as Readonly<Record<string, Sight>>;
}

/** What only a process can print that has the user as a variable and the password as a file. */
const proofOf = (where: string): string =>
  createHash('sha256').update(`${where} harpo swordfish`).digest('hex');

function secretsOf(role: string): Readonly<Record<string, string>> {
  return {
    [`spark.kubernetes.${role}.secrets.${NAME}`]: '/etc/login',
    [`spark.kubernetes.${role}.secretKeyRef.LOGIN_USER`]: `${NAME}:user`,
  };
}

function template(role: string, ...initContainers: readonly object[]): Readonly<Record<string, unknown>> {
  return {
    metadata: { annotations: { 'from-template': 'yes' } },
    spec: { initContainers, containers: [{ name: 'spark', env: [{ name: 'FROM_TEMPLATE', value: role }] }] },
  };
}

function head(kind: Resource<KubernetesObject>): KubernetesObject {
  return { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name: NAME } };
}

async function executorPods(): Promise<readonly Stored<PodManifest>[]> {
  const pods = [...(await job.executors()).values()];
  expect(pods).toHaveLength(2);
  return pods;
}

function sparkContainer({ spec }: PodManifest): Container {
  const [container] = spec.containers;
  if (container === undefined) throw new Error('the pod has no container');
  return container;
}

/** The claims of the job: name, storage class and phase of each. */
function claims(): Promise<readonly string[]> {
  return rows('pvc', '{.metadata.name} {.spec.storageClassName} {.status.phase}');
}

/** The phases of all volumes of the cluster that are, or were, claimed in the namespace of the job. */
async function volumes(): Promise<readonly string[]> {
  const all = await rows('pv', '{.spec.claimRef.namespace} {.status.phase}');
  return all.filter((row) => row.startsWith(`${job.namespace} `));
}

/** The fields of each object of the kind. */
async function rows(kind: string, fields: string): Promise<readonly string[]> {
  const path = `{range .items[*]}${fields}{"\\n"}{end}`;
  const text = await job.kubectl(['get', kind, `--output=jsonpath=${path}`]);
  return text.split('\n').filter((row) => row !== '');
}
