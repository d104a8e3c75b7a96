/** Asks many cases, some of them at once, and tells what came out as soon as it is known. */
import type { Json } from '../golden/json.ts';
import { differencesOf, outcomeOfOurs, outcomeOfSpark, type Difference } from './comparison.ts';
import type { OracleCase } from './oracle-case.ts';

/** A case, and what people find it again by. */
export interface NamedCase {
  readonly name: string;
  readonly asked: OracleCase;
}

/** How both sides took a case. */
export interface Verdict extends NamedCase {
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

/** The verdicts on these cases, in their order. */
export async function* verdicts(oracle: Oracle, cases: Iterable<NamedCase>): AsyncGenerator<Verdict> {
  const open: Promise<Verdict>[] = [];
  for (const each of cases) {
    open.push(verdictOn(oracle, each));
    const oldest = open.length > AT_ONCE ? open.shift() : undefined;
    if (oldest !== undefined) yield await oldest;
  }
  for (const rest of open) yield await rest;
}

/** How both sides take one case. */
export async function verdictOn(oracle: Oracle, { name, asked }: NamedCase): Promise<Verdict> {
  const spark = outcomeOfSpark(await oracle.ask(asked));
  const ours = outcomeOfOurs(asked, oracle.sparkVersion);
  return { name, asked, isRefused: spark.kind === 'refused', differences: differencesOf(spark, ours) };
}
