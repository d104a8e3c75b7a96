/** Writes the goldens: what Spark makes of each hand-picked case. Nothing else writes them. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { format } from 'prettier';

import { SPARK } from '../cluster/images/pyspark-package.ts';
import type { Progress } from '../cluster/local/progress.ts';
import { HAND_PICKED } from './cases/hand-picked.ts';
import { outcomeOfSpark } from './comparison.ts';
import { GOLDENS, goldenFile, type Golden } from './golden.ts';
import type { SparkOracle } from './spark-oracle.ts';

/**
 * Asks all hand-picked cases and writes what has changed. Goldens of cases that are gone are removed.
 *
 * Fails: when another release than the one of the goldens is asked.
 */
export async function record(oracle: SparkOracle, progress: Progress): Promise<void> {
  if (oracle.sparkVersion !== SPARK.version)
    throw new Error(`the goldens are of Spark ${SPARK.version}: leave --spark out`);
  await mkdir(GOLDENS, { recursive: true });
  const answers = await Promise.all(
    HAND_PICKED.map(async ({ name, asked }) => ({
      file: goldenFile(name),
      asked,
      spark: await oracle.ask(asked),
    })),
  );
  let written = 0;
  for (const { file, ...golden } of answers) written += Number(await writeIfNew(file, golden));
  const known = new Set(answers.map(({ file }) => file));
  const gone = (await readdir(GOLDENS)).filter((file) => !known.has(file));
  for (const file of gone) await rm(join(GOLDENS, file));
  progress.say(`${answers.length} goldens: ${written} written, ${gone.length} removed`);
}

/** Ids that Spark draws at random are no reason to write a golden again. */
async function writeIfNew(file: string, golden: Golden): Promise<boolean> {
  const path = join(GOLDENS, file);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before !== undefined && isSame(JSON.parse(before) as Golden, golden)) return false;
  await writeFile(path, await format(JSON.stringify(golden), { parser: 'json', printWidth: 110 }));
  return true;
}

function isSame(one: Golden, other: Golden): boolean {
  return withoutChance(one) === withoutChance(other);
}

function withoutChance({ asked, spark }: Golden): string {
  return JSON.stringify([asked, outcomeOfSpark(spark)]);
}
