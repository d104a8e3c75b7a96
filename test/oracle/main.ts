/** `npm run oracle`: asks Spark itself what it makes of random properties, and holds what we make of them against it. */
import { errorText } from '../cluster/local/error-text.ts';
import { reportProgress } from '../cluster/local/progress.ts';
import { verdictOn, verdicts, type NamedCase, type Verdict } from './ask-many.ts';
import { HAND_PICKED } from './cases/hand-picked.ts';
import { parseOracleCommand, UsageError, type OracleCommand } from './command-line.ts';
import { randomCase } from './generator/random-case.ts';
import { record } from './record.ts';
import { described, kindOf } from './report.ts';
import { shrink } from './shrink.ts';
import { SparkOracle } from './spark-oracle.ts';
import { releaseOf } from './spark-releases.ts';

/** So many kinds of differences are made small and shown; more would only hide the first. */
const SHOWN = 20;
const SAY_EVERY = 500;

const progress = reportProgress();
try {
  const command = parseOracleCommand(process.argv.slice(2), Date.now() % 1_000_000);
  const oracle = await SparkOracle.start(releaseOf(command.spark), progress);
  try {
    await (command.isRecording ? record(oracle, progress) : compare(oracle, command));
  } finally {
    await oracle.end();
  }
} catch (error) {
  progress.say(error instanceof UsageError ? error.message : errorText(error));
  process.exitCode = 1;
}

/** Asks all cases, then shows the smallest one of each kind of difference. */
async function compare(oracle: SparkOracle, command: OracleCommand): Promise<void> {
  const cases = casesOf(command);
  const kinds = new Map<string, Verdict[]>();
  let asked = 0;
  let refused = 0;
  let failed = 0;
  progress.say(`asking Spark ${oracle.sparkVersion} about ${cases.length} cases, seed ${command.seed}`);
  for await (const verdict of verdicts(oracle, cases)) {
    asked += 1;
    refused += Number(verdict.isRefused);
    if (verdict.differences.length > 0) {
      failed += 1;
      kinds.set(kindOf(verdict), [...(kinds.get(kindOf(verdict)) ?? []), verdict]);
    }
    if (asked % SAY_EVERY === 0) progress.say(`${asked}: ${refused} refused, ${failed} differ`);
  }
  progress.say(`${asked} asked: ${refused} refused, ${failed} differ`);
  for (const [kind, alike] of [...kinds].slice(0, SHOWN)) {
    process.stdout.write(`${await smallestOf(oracle, kind, alike)}\n`);
  }
  if (kinds.size > SHOWN) process.stdout.write(`${kinds.size - SHOWN} more kinds of differences\n`);
  process.stdout.write(`${asked - failed} passed, ${failed} failed\n`);
  if (failed > 0) process.exitCode = 1;
}

/** All that people thought of, and so many drawn by chance; or the one that is wanted. */
function casesOf({ seed, cases, only }: OracleCommand): readonly NamedCase[] {
  const drawn = (number: number): NamedCase => ({
    name: `case ${number} of seed ${seed}`,
    asked: randomCase(seed, number),
  });
  if (only !== undefined) return [drawn(only)];
  return [...HAND_PICKED, ...Array.from({ length: cases }, (_, index) => drawn(index + 1))];
}

/** One that still fails in the same place. */
async function smallestOf(oracle: SparkOracle, kind: string, alike: readonly Verdict[]): Promise<string> {
  const [start] = alike.toSorted((one, other) => sizeOf(one) - sizeOf(other));
  if (start === undefined) return '';
  const { name } = start;
  const asked = await shrink(
    start.asked,
    async (smaller) => kindOf(await verdictOn(oracle, { name, asked: smaller })) === kind,
  );
  return described(await verdictOn(oracle, { name, asked }), alike.length - 1);
}

function sizeOf({ asked }: Verdict): number {
  return Object.keys(asked.conf).length;
}
