import { describe, expect, test } from '@jest/globals';
import { withSubmitProperties } from '../../src/spark/submit-properties.ts';
import { comparedOfOurs, expectedOfSpark } from './allowed-differences.ts';
import { recordedCase, type GoldenInput } from './golden-case.ts';
import { at, type Json } from './json.ts';
import { normalised } from './normalise.ts';
import { ourDriver, ourExecutor, plain } from './our-build.ts';

/** What `spark-submit` would create, from the same properties and arguments. */
function ourSubmission(input: GoldenInput): readonly Json[] {
  const conf = withSubmitProperties(input.conf, {
    master: input.master,
    name: input.name,
    mainResource: { kind: input.kind, uri: input.resource },
    submittedAtMs: input.submittedAtMs,
  });
  const built = ourDriver(input, conf);
  return [built.pod, ...built.beside.map(({ object }) => object)].map(plain);
}

function ourExecutors(input: GoldenInput): readonly Json[] {
  const conf = input.conf.with('spark.app.name', input.name);
  return input.executorIds.flatMap((id) => {
    const { pod, beside } = ourExecutor(input, conf, id);
    return [pod, ...beside.map(({ object }) => object)].map(plain);
  });
}

const byKind = (left: Json, right: Json): number => kindOf(left).localeCompare(kindOf(right));
const kindOf = (object: Json): string =>
  `${JSON.stringify(at(object, 'kind'))} ${JSON.stringify(at(object, 'metadata', 'name'))}`;

describe('what reaches the API server equals what Spark 4.3.0 sends', () => {
  test.each<{ readonly name: string; readonly build: (input: GoldenInput) => readonly Json[] }>([
    { name: 'java-defaults', build: ourSubmission },
    { name: 'python-with-much-set', build: ourSubmission },
    { name: 'executors-defaults', build: ourExecutors },
    { name: 'executors-with-much-set', build: ourExecutors },
  ])('$name', ({ name, build }) => {
    const { input, objects } = recordedCase(name);
    const expected = objects.map((object) => normalised(expectedOfSpark(object)));
    const ours = build(input).map((object) => normalised(comparedOfOurs(object)));
    expect(ours.toSorted(byKind)).toEqual(expected.toSorted(byKind));
  });
});
