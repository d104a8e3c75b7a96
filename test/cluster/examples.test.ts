/** Every application of `examples/` runs to its end and computes pi. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';

import { APPLICATIONS, type SparkApplication } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../src/manifest/config-map.ts';
import type { KubernetesObject } from '../../src/manifest/object-meta.ts';
import { INACTIVE_LABEL } from '../../src/spark/labels.ts';
import { MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { surroundingCluster } from './local/cluster.ts';
import { thrifty } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;
const FOLDER = join(import.meta.dirname, '../../examples');
const FILES = readdirSync(FOLDER);

const jobs = new Map<string, Job>();
/** The lowest executor id never used, as each job's executor set said last. */
const nextIds = new Map<string, number>();
const end = new AbortController();

beforeAll(async () => {
  for (const file of FILES) {
    const documents = loadAll(readFileSync(join(FOLDER, file), 'utf8')) as readonly KubernetesObject[];
    const [application] = documents.filter(isApplication);
    if (application === undefined) throw new Error(`there is no application in ${file}`);
    const job = await Job.submit(thrifty(application), documents.filter(isConfigMap));
    jobs.set(application.metadata.name, job);
    void watchIds(job);
  }
}, LONG);

afterAll(async () => {
  end.abort();
  for (const job of jobs.values()) await job.remove();
});

test.each(FILES)('%s is accepted as it stands, to the last field', async (file) => {
  const cluster = await surroundingCluster();
  const words = ['create', '--dry-run=server', '--validate=strict', '-f', join(FOLDER, file)];
  expect(await cluster.kubectl(words)).toContain('created (server dry run)');
});

test.each([
  { name: 'spark-pi', executors: 2 },
  { name: 'spark-pi-python', executors: 2 },
  { name: 'spark-pi-configmap', executors: 2 },
  { name: 'spark-pi-keep-executors', executors: 2 },
])(
  '$name computes pi on its executors, and asks for no more while it ends',
  async ({ name, executors }) => {
    const job = theJob(name);
    const status = await job.ended();
    expect(status.applicationState).toEqual({ state: 'COMPLETED' });
    expect(status.executors).toMatchObject({ desired: 0, succeeded: executors, failed: 0 });
    expect(nextIds.get(name)).toBe(executors + 1);
    expect(await job.driverLog()).toMatch(PI);
  },
  LONG,
);

test(
  'spark-pi-dynamic-allocation computes pi on up to three executors',
  async () => {
    const job = theJob('spark-pi-dynamic-allocation');
    const { applicationState, executors } = await job.ended();
    expect(applicationState).toEqual({ state: 'COMPLETED' });
    expect(executors).toMatchObject({ desired: 0, failed: 0 });
    expect(await job.driverLog()).toMatch(PI);
  },
  LONG,
);

test('spark-pi-keep-executors leaves its executors behind, labelled, and all others leave none', async () => {
  for (const [name, job] of jobs) {
    await job.ended();
    const kept = name === 'spark-pi-keep-executors' ? [1, 2] : [];
    expect(await job.executorIds()).toEqual(kept);
    expect(await job.executorIds(`${INACTIVE_LABEL}=true`)).toEqual(kept);
  }
});

const PI = /^Pi is roughly 3\.1\d+$/mu;

const isApplication = (object: KubernetesObject): object is SparkApplication =>
  object.kind === APPLICATIONS.kind;
const isConfigMap = (object: KubernetesObject): object is ConfigMapManifest =>
  object.kind === CONFIG_MAPS.kind;

function theJob(name: string): Job {
  const job = jobs.get(name);
  if (job === undefined) throw new Error(`there is no example ${name}`);
  return job;
}

/** Follows the job's executor set, which is gone when the job has ended. */
async function watchIds({ api, namespace, application }: Job): Promise<void> {
  const query = { namespace, resourceVersion: '0' };
  await api.watch(
    EXECUTOR_SETS,
    query,
    (event) => {
      if (event.type !== 'BOOKMARK') nextIds.set(application, event.object.status?.nextExecutorId ?? 1);
    },
    end.signal,
  );
}
