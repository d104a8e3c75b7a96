/** `node test/oracle/submit/main.ts [SEED] [NUMBER]`: asks Spark's own parser of command lines about 200 of them, and ours. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SPARK } from '../../cluster/images/pyspark-package.ts';
import { errorText } from '../../cluster/local/error-text.ts';
import { reportProgress } from '../../cluster/local/progress.ts';
import { SparkOracle } from '../spark-oracle.ts';
import { differences, isRefused, MEANT, submittedBySpark, submittedByUs } from './comparison.ts';
import { FILES, randomWords } from './random-words.ts';

const COUNT = 200;

const [seed = 1, only] = process.argv.slice(2).map(Number);
const progress = reportProgress();
try {
  const oracle = await SparkOracle.start(SPARK, progress, 'SubmitOracle');
  try {
    await layOut(oracle.folder);
    process.chdir(oracle.folder);
    await compare(oracle);
  } finally {
    process.chdir('/');
    await oracle.end();
  }
} catch (error) {
  progress.say(errorText(error));
  process.exitCode = 1;
}

/** The files that command lines name. */
async function layOut(folder: string): Promise<void> {
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function compare(oracle: SparkOracle): Promise<void> {
  const numbers = only === undefined ? Array.from({ length: COUNT }, (_, index) => index + 1) : [only];
  let [refused, meant, failed] = [0, 0, 0];
  for (const number of numbers) {
    const line = randomWords(seed, number);
    const [spark, ours] = [submittedBySpark(await oracle.answer({ ...line })), await submittedByUs(line)];
    const found = differences(spark, ours);
    refused += Number(isRefused(spark) && isRefused(ours));
    meant += Number(MEANT.some(({ is }) => is(spark, ours)));
    if (found.length === 0) continue;
    failed += 1;
    process.stdout.write(`${number}: ${JSON.stringify(line)}\n  ${found.join('\n  ')}\n`);
  }
  progress.say(
    `spark-submit, ${numbers.length} command lines of seed ${seed}: both refuse ${refused}, ${meant} differ as they are meant to`,
  );
  process.stdout.write(`${numbers.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}
