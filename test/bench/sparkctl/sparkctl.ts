/** The benchmark `sparkctl`: how long a person waits for a submission, beside Spark's own tool. */
import { join } from 'node:path';

import { SPARK, unpackedPyspark } from '../../cluster/images/pyspark-package.ts';
import { silentProgress } from '../../cluster/local/progress.ts';
import { run } from '../../cluster/local/run.ts';
import type { BenchWorld, ClusterBench, Extent } from '../bench.ts';
import { median, quantile, rounded, type Budget } from '../budget.ts';

export const sparkctl: ClusterBench = {
  where: 'cluster',
  says: 'the wall time of sparkctl submit, which uploads and follows nothing, beside spark-submit',
  usual: { count: 1, rounds: 3, samples: 20 },
  most: { count: 1, rounds: 50, samples: 1000 },
  prepare: (progress) => unpackedPyspark(SPARK, progress),
  run: benchSparkctl,
};

const REPOSITORY = join(import.meta.dirname, '../../..');
const LIMIT_SECONDS = 0.5;

/** The same for both: an application of the image. */
const WORDS = [
  '--deploy-mode cluster --name pi --class org.apache.spark.examples.SparkPi',
  '--conf spark.kubernetes.container.image=apache/spark:4.3.0',
  '--conf spark.kubernetes.submission.waitAppCompletion=false',
  'local:///opt/spark/examples/jars/spark-examples.jar 1000',
].flatMap((words) => words.split(' '));

/** `samples` of ours, `rounds` of Spark's: the first of each reads its files from the disk, and does not count. */
async function benchSparkctl({ rounds, samples }: Extent, world: BenchWorld): Promise<readonly Budget[]> {
  const ours = await world.progress.step(`${samples} × sparkctl submit`, () => oursSeconds(samples, world));
  const sparks = await world.progress.step(`${rounds} × spark-submit`, () => sparksSeconds(rounds, world));
  console.table({ 'sparkctl submit': row(ours), 'spark-submit': row(sparks) });
  return [
    {
      what: 'sparkctl submit, wall time, median',
      measured: median(ours),
      bound: { kind: 'at most', value: LIMIT_SECONDS },
      text: (value) => `${value.toFixed(2)} s`,
    },
  ];
}

const row = (seconds: readonly number[]) => ({
  'p50, s': hundredths(median(seconds)),
  'worst, s': hundredths(quantile(seconds, 1)),
});

const hundredths = (value: number): number => rounded(value * 10) / 10;

/** As it is shipped: one file. */
async function oursSeconds(samples: number, { cluster, signal }: BenchWorld): Promise<readonly number[]> {
  const bundle = join(cluster.layout.folder, 'sparkctl.mjs');
  await run(['npm', 'run', '--silent', 'build:sparkctl', '--', `--outfile=${bundle}`], { cwd: REPOSITORY });
  return await secondsOf([process.execPath, bundle, 'submit', ...WORDS], samples, { signal });
}

async function sparksSeconds(rounds: number, { cluster, signal }: BenchWorld): Promise<readonly number[]> {
  const home = join(await unpackedPyspark(SPARK, silentProgress), 'deps');
  const master = `k8s://${cluster.apiServerUrl}`;
  const command = [join(home, 'bin/spark-submit'), '--master', master, ...WORDS];
  return await secondsOf(command, rounds, { env: { SPARK_HOME: home }, signal });
}

async function secondsOf(
  command: readonly string[],
  times: number,
  options: Parameters<typeof run>[1],
): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let each = 0; each <= times; each += 1) {
    const startedMs = performance.now();
    await run(command, options);
    seconds.push((performance.now() - startedMs) / 1000);
  }
  return seconds.slice(1);
}
