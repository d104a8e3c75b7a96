/** The command `npm run test:driver-plugin`: builds the driver plugin, tests it, links it against each supported Spark. */
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { PysparkPackage } from '../cluster/images/pyspark-package.ts';
import { SPARK, unpackedPyspark } from '../cluster/images/pyspark-package.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { ensureMaven } from '../cluster/local/maven.ts';
import type { Progress } from '../cluster/local/progress.ts';
import { reportProgress } from '../cluster/local/progress.ts';
import { run } from '../cluster/local/run.ts';
import { countTests } from './surefire-reports.ts';

const PROJECT = join(import.meta.dirname, '../../src/driver-plugin');
const REPORTS = join(PROJECT, 'target/surefire-reports');

/** Jars that hold what the plugin refers to. */
const LINKED = [
  'spark-core_',
  'spark-kubernetes_',
  'spark-common-utils',
  'scala-library-',
  'kubernetes-client-api-',
  'slf4j-api-',
];

/** Releases whose jars Maven does not get by itself; the others stand in the pom. */
const PACKAGES: readonly PysparkPackage[] = [
  {
    version: '4.2.1',
    sha256: 'd79b7c8ee41e66a9202fe6f600ca90b931ca571ae9dbdf31c58d2672e5102da0',
    parts: LINKED.map((name) => `deps/jars/${name}*`),
  },
  SPARK,
];

const progress = reportProgress();
try {
  await verify(progress);
} catch (error) {
  progress.say(errorText(error));
  process.exitCode = 1;
}
const { passed, failed, skipped } = await countTests(REPORTS);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
if (passed === 0 || failed > 0) process.exitCode = 1;

async function verify(progress: Progress): Promise<void> {
  await rm(REPORTS, { recursive: true, force: true });
  await ensureMaven(progress);
  for (const spark of PACKAGES) await provideJars(spark, progress);
  await progress.step('build and test the driver plugin', () =>
    run(['mvn', '--quiet', '--batch-mode', '--file', join(PROJECT, 'pom.xml'), 'verify']),
  );
}

async function provideJars(spark: PysparkPackage, progress: Progress): Promise<void> {
  const jars = join(await unpackedPyspark(spark, progress), 'deps/jars');
  const target = join(PROJECT, 'target/spark', spark.version);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const name of await readdir(jars)) {
    if (LINKED.some((start) => name.startsWith(start))) await cp(join(jars, name), join(target, name));
  }
}
