/** Reads the command line of the oracle. */
import { parseArgs } from 'node:util';

import { SPARK } from '../cluster/images/pyspark-package.ts';

export interface OracleCommand {
  /** Write the goldens of the hand-picked cases anew, instead of asking random ones. */
  readonly isRecording: boolean;
  /** Version of Spark. */
  readonly spark: string;
  readonly seed: number;
  /** So many random cases, beside all hand-picked ones. */
  readonly cases: number;
  /** The number of the one random case that is wanted. */
  readonly only: number | undefined;
}

/** Wrong use of the command line. The message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const USAGE = `npm run oracle -- [--cases N] [--seed S] [--spark VERSION] [--case NUMBER] [--record]

--cases N        ask so many random cases, after all hand-picked ones (10000)
--seed S         draw them from this seed, instead of another one each time
--spark VERSION  of this release of Spark (${SPARK.version})
--case NUMBER    ask only the case of this number; needs --seed
--record         ask the hand-picked cases, and write their goldens`;

/** `seed` is taken where the words name none. Fails: with `UsageError`, which shows the usage. */
export function parseOracleCommand(words: readonly string[], seed: number): OracleCommand {
  const values = parsed(words);
  const number = (name: 'cases' | 'seed' | 'case', otherwise: number): number => {
    const value = Number(values[name] ?? otherwise);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new UsageError(`--${name} takes a whole number\n\n${USAGE}`);
  };
  if (values.case !== undefined && values.seed === undefined) {
    throw new UsageError(`--case needs the --seed that the case was drawn from\n\n${USAGE}`);
  }
  return {
    isRecording: values.record ?? false,
    spark: values.spark ?? SPARK.version,
    seed: number('seed', seed),
    cases: number('cases', 10_000),
    only: values.case === undefined ? undefined : number('case', 1),
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        cases: { type: 'string' },
        seed: { type: 'string' },
        spark: { type: 'string' },
        case: { type: 'string' },
        record: { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, { cause });
  }
}
