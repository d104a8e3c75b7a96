import { createHash } from 'node:crypto';
import type { SparkApplicationSpec } from '../api/spark-application.ts';

/*
 * What an edit of a running application does. Everything that is not in the table ends the attempt and begins a new
 * one, because it is part of pods that exist.
 */

/** Fields whose change applies in place, and where it shows. */
export const APPLIES_IN_PLACE: Readonly<Record<string, string>> = {
  'spec.suspend': 'ends the attempt, or begins one',
  'spec.timeToLiveSeconds': 'counts from the end, whenever that was',
  'spec.restartPolicy': 'the next failure goes by it',
  'spec.failureRetries': 'nothing reads it',
  'spec.retryInterval': 'nothing reads it',
  'spec.executor.instances': 'executors come and go, with static allocation',
};

/** Changes with the table: fingerprints of another table cannot be compared. */
const TABLE_VERSION = 1;

/** What tells two specs apart that need different pods. Equal where only fields that apply in place differ. */
export function specFingerprint(spec: SparkApplicationSpec): string {
  const rest = Object.keys(APPLIES_IN_PLACE).reduce<unknown>(
    (left, path) => withoutField(left, path.split('.').slice(1)),
    spec,
  );
  const digest = createHash('sha256')
    .update(JSON.stringify(ordered(rest)))
    .digest('hex');
  return `${TABLE_VERSION}:${digest.slice(0, 32)}`;
}

/** Whether the pods of an attempt submitted with fingerprint `submitted` are not those of `spec`. */
export function needsNewAttempt(submitted: string | undefined, spec: SparkApplicationSpec): boolean {
  // Written by an operator with another table, or before there was one: what runs is left to run.
  if (submitted === undefined || !submitted.startsWith(`${TABLE_VERSION}:`)) return false;
  return submitted !== specFingerprint(spec);
}

/** A map of fields, in YAML's sense. */
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy without that field; the same where it is not there. */
function withoutField(value: unknown, [name = '', ...inner]: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const left = Object.entries(value).flatMap(([key, field]) => {
    if (key !== name) return [[key, field]];
    return inner.length === 0 ? [] : [[key, withoutField(field, inner)]];
  });
  return Object.fromEntries(left);
}

/** The order in which people write fields says nothing. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, inner]) => [name, ordered(inner)]));
}
