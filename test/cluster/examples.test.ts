/** Every application that lies in `examples/` itself runs to its end and computes pi. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { SparkApplication } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { INACTIVE_LABEL } from '../../src/spark/labels.ts';
import { MINUTES } from './eventually.ts';
import { example, EXAMPLES } from './example.ts';
import { SPARK_3_5 } from './images/pyspark-package.ts';
import { Job, type Surroundings } from './job.ts';
import { surroundingCluster } from './local/cluster.ts';
import { thrifty } from './sum-in-rounds.ts';

/** Some wait for all the others. */
const LONG = 20 * MINUTES;
/** Those for other tools lie in folders of their own. */
const FILES = readdirSync(EXAMPLES).filter((file) => file.endsWith('.yaml'));

/** What namespaces are labelled with whose pods have to satisfy the strictest of Kubernetes' standards. */
const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };
/** Labels of the namespaces of examples that are for such ones. */
const LABELS: Readonly<Record<string, Surroundings['labels']>> = { 'spark-pi-restricted': RESTRICTED };

/** What is submitted, in this order. */
const WANTED: readonly Wanted[] = [
  ...FILES.map((file) => {
    const { application, beside } = example(file);
    return { application, surroundings: { beside, labels: LABELS[application.metadata.name] } };
  }),
  { application: onSpark35(example('spark-pi-python.yaml').application), surroundings: {} },
  {
    application: renamed(example('spark-pi.yaml').application, 'spark-pi-refused'),
    surroundings: { labels: RESTRICTED },
  },
];

/** Jobs that run at the same time: with all of them, two cores do little but start JVMs. */
const AT_ONCE = 3;

/** By name; each is there once its turn has come. */
const jobs = new Map(
  WANTED.map(({ application }) => [application.metadata.name, Promise.withResolvers<Job>()]),
);
/** The lowest executor id never used, as each job's executor set said last. */
const nextIds = new Map<string, number>();
const end = new AbortController();

beforeAll(() => {
  const waiting = WANTED.values();
  const runInTurn = async (): Promise<void> => {
    for (const wanted of waiting) await runToItsEnd(wanted);
  };
  // What fails shows in the test that waits for the job.
  for (let lane = 0; lane < AT_ONCE; lane += 1) void runInTurn();
});

afterAll(async () => {
  end.abort();
  for (const job of await allJobs()) await job.remove();
});

test.each(FILES)('%s is accepted as it stands, to the last field', async (file) => {
  const cluster = await surroundingCluster();
  const words = ['create', '--dry-run=server', '--validate=strict', '-f', join(EXAMPLES, file)];
  expect(await cluster.kubectl(words)).toContain('created (server dry run)');
});

test.each([
  { name: 'spark-pi', executors: 2 },
  { name: 'spark-pi-python', executors: 2 },
  { name: 'spark-pi-configmap', executors: 2 },
  { name: 'spark-pi-keep-executors', executors: 2 },
  { name: 'spark-pi-restricted', executors: 1 },
  { name: 'spark-pi-volumes', executors: 2 },
  { name: 'spark-pi-python-on-3-5', executors: 2 },
])(
  '$name computes pi on its executors, and asks for no more while it ends',
  async ({ name, executors }) => {
    const job = await theJob(name);
    const status = await job.ended();
    expect(status.applicationState).toEqual({ state: 'COMPLETED' });
    expect(status.executors).toMatchObject({ desired: 0, succeeded: executors, failed: 0 });
    expect(nextIds.get(name)).toBe(executors + 1);
    expect(await job.driverLog()).toMatch(PI);
  },
  LONG,
);

test(
  'an older Spark is what the application says, with the same operator',
  async () => {
    const job = await theJob('spark-pi-python-on-3-5');
    await job.ended();
    expect(await job.driverLog()).toContain(`Running Spark version ${SPARK_3_5.version}\n`);
  },
  LONG,
);

test(
  'spark-pi-dynamic-allocation computes pi on up to three executors',
  async () => {
    const job = await theJob('spark-pi-dynamic-allocation');
    const { applicationState, executors } = await job.ended();
    expect(applicationState).toEqual({ state: 'COMPLETED' });
    expect(executors).toMatchObject({ desired: 0, failed: 0 });
    expect(await job.driverLog()).toMatch(PI);
  },
  LONG,
);

test('spark-pi-keep-executors leaves its executors behind, labelled, and all others leave none', async () => {
  for (const job of await allJobs()) {
    await job.ended();
    const kept = job.application === 'spark-pi-keep-executors' ? [1, 2] : [];
    expect(await job.executorIds()).toEqual(kept);
    expect(await job.executorIds(`${INACTIVE_LABEL}=true`)).toEqual(kept);
  }
});

test(
  'where pods are restricted, an application that does not say so is told what its driver lacks',
  async () => {
    const { applicationState } = await (await theJob('spark-pi-refused')).ended();
    expect(applicationState.state).toBe('FAILED');
    expect(applicationState.errorMessage).toMatch(/violates PodSecurity "restricted:latest".*runAsNonRoot/u);
  },
  LONG,
);

const PI = /^Pi is roughly 3\.1\d+$/mu;

interface Wanted {
  readonly application: SparkApplication;
  readonly surroundings: Surroundings;
}

function renamed(application: SparkApplication, name: string): SparkApplication {
  return { ...application, metadata: { name } };
}

/** The same application for an older Spark. */
function onSpark35(application: SparkApplication): SparkApplication {
  const { metadata, spec } = renamed(application, `${application.metadata.name}-on-3-5`);
  const { version } = SPARK_3_5;
  return {
    ...application,
    metadata,
    spec: { ...spec, sparkVersion: version, image: `apache/spark:${version}` },
  };
}

/** Settles when the job has ended, one way or the other. */
async function runToItsEnd({ application, surroundings }: Wanted): Promise<void> {
  const turn = jobs.get(application.metadata.name);
  try {
    const job = await Job.submit(thrifty(application), surroundings);
    turn?.resolve(job);
    void watchIds(job);
    await job.ended();
  } catch (error) {
    turn?.promise.catch(() => undefined);
    turn?.reject(error);
  }
}

function theJob(name: string): Promise<Job> {
  const turn = jobs.get(name);
  if (turn === undefined) throw new Error(`there is no example ${name}`);
  return turn.promise;
}

const allJobs = (): Promise<readonly Job[]> => Promise.all([...jobs.values()].map(({ promise }) => promise));

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
