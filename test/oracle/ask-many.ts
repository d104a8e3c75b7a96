/** Asks many cases, some of them at once, and tells what came out as soon as it is known. */
import type { Json } from '../golden/json.ts';
import { differencesOf, outcomeOfOurs, outcomeOfSpark, type Difference } from './comparison.ts';
import type { OracleCase } from './oracle-case.ts';

/** How both sides took a case. */
export interface Verdict {
  readonly number: number;
  readonly asked: OracleCase;
  readonly isRefused: boolean;
  /** None where both agree. */
  readonly differences: readonly Difference[];
}

/** Enough for the JVM never to wait for us. */
const AT_ONCE = 32;

/** Somebody who knows what that release of Spark makes of a case. */
export interface Oracle {
  readonly sparkVersion: string;
  ask(asked: OracleCase): Promise<Json>;
}

/** The verdicts on the cases of these numbers, in their order. */
export async function* verdicts(
  oracle: Oracle,
  caseOf: (number: number) => OracleCase,
  numbers: Iterable<number>,
): AsyncGenerator<Verdict> {
  const open: Promise<Verdict>[] = [];
  for (const number of numbers) {
    open.push(verdictOn(oracle, caseOf(number), number));
    const oldest = open.length > AT_ONCE ? open.shift() : undefined;
    if (oldest !== undefined) yield await oldest;
  }
  for (const rest of open) yield await rest;
}

/** How both sides take one case. */
export async function verdictOn(oracle: Oracle, asked: OracleCase, number: number): Promise<Verdict> {
  const spark = outcomeOfSpark(await oracle.ask(asked));
  const ours = outcomeOfOurs(asked, oracle.sparkVersion);
  return { number, asked, isRefused: spark.kind === 'refused', differences: differencesOf(spark, ours) };
}
