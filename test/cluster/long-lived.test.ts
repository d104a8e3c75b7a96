/** Every application of `examples/long-lived` serves, as its users meet it, and ends in good order when it is suspended. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { connectSum } from './connect/connect.ts';
import { eventually, MINUTES } from './eventually.ts';
import { example, EXAMPLES } from './example.ts';
import { Job } from './job.ts';
import { surroundingCluster } from './local/cluster.ts';
import { run } from './local/run.ts';
import { thrifty } from './sum-in-rounds.ts';

const LONG = 15 * MINUTES;
const SPARKCTL = join(import.meta.dirname, '../../src/cli/cli.ts');
/** Of the network that the cluster and its tests share. */
const UI_PORT = 14_040;
const SUM = 'SELECT sum(id) FROM range(1000)';
const TOTAL = '499500';

/** How each shows that it serves. */
const SERVES: Readonly<Record<string, (job: Job) => Promise<void>>> = {
  'spark-connect': async ({ namespace }) => {
    expect(await connectSum(await surroundingCluster(), namespace)).toBe(`${TOTAL}\n`);
  },
  'spark-thrift': async (job) => {
    const beeline = [
      '/opt/spark/bin/beeline',
      '--silent=true',
      '-u',
      'jdbc:hive2://localhost:10000',
      '-e',
      SUM,
    ];
    expect(await job.kubectl(['exec', 'spark-thrift-driver', '--', ...beeline])).toContain(TOTAL);
  },
  'spark-streaming': async (job) => {
    expect(await job.driverLog()).toMatch(/^batch [1-9]\d*: [1-9]\d* rows$/mu);
  },
};

const NAMES = readdirSync(join(EXAMPLES, 'long-lived')).map((file) => file.replace('.yaml', ''));
const jobs = new Map<string, Job>();

beforeAll(async () => {
  for (const name of NAMES) {
    const { application, beside } = example(`long-lived/${name}.yaml`);
    jobs.set(name, await Job.submit(thrifty(application), { beside }));
  }
});

afterAll(async () => {
  for (const job of jobs.values()) await job.remove();
});

test.each(NAMES)(
  '%s is accepted as it stands, and serves',
  async (name) => {
    const job = theJob(name);
    const strictly = ['create', '--dry-run=server', '--validate=strict'];
    const file = join(EXAMPLES, `long-lived/${name}.yaml`);
    expect(await job.kubectl([...strictly, '-f', file, '--namespace', 'default'])).toContain('created');
    await eventually(() => serves(job));
    expect((await job.status()).applicationState.state).toBe('RUNNING');
  },
  LONG,
);

test(
  'spark-streaming shows its pages by sparkctl ui',
  async () => {
    const { namespace } = theJob('spark-streaming');
    const end = new AbortController();
    const words = ['ui', 'spark-streaming', '--namespace', namespace, '--port', String(UI_PORT)];
    const over = run([process.execPath, SPARKCTL, ...words], { signal: end.signal }).catch(() => undefined);
    await eventually(async () => {
      const page = await fetch(`http://127.0.0.1:${UI_PORT}/jobs/`);
      expect(await page.text()).toContain('<title>spark-streaming - Spark Jobs</title>');
    });
    end.abort();
    await over;
  },
  LONG,
);

test.each(NAMES)(
  '%s is stopped in good order when it is suspended',
  async (name) => {
    const job = theJob(name);
    const lastWords = job.kubectl(['logs', '--follow', `${name}-driver`]);
    await suspend(job, true);
    expect(await lastWords).toContain('Successfully stopped SparkContext');
    await eventually(async () => expect((await job.status()).applicationState.state).toBe('SUSPENDED'));
    expect((await job.objects()).filter((object) => object.startsWith('pod/'))).toEqual([]);
  },
  LONG,
);

test(
  'spark-streaming is resumed, and serves again',
  async () => {
    const job = theJob('spark-streaming');
    await suspend(job, false);
    await eventually(() => serves(job));
    expect((await job.status()).applicationState.state).toBe('RUNNING');
  },
  LONG,
);

function theJob(name: string): Job {
  const job = jobs.get(name);
  if (job === undefined) throw new Error(`${name} was not submitted`);
  return job;
}

async function serves(job: Job): Promise<void> {
  const look = SERVES[job.application];
  if (look === undefined) throw new Error(`nobody says how ${job.application} serves`);
  await look(job);
}

const suspend = (job: Job, isSuspended: boolean): Promise<string> =>
  job.kubectl([
    'patch',
    'sparkapp',
    job.application,
    '--type=merge',
    '--patch',
    JSON.stringify({ spec: { suspend: isSuspended } }),
  ]);
