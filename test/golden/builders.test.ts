import { describe, expect, test } from '@jest/globals';
import { HAND_PICKED } from '../oracle/cases/hand-picked.ts';
import { differencesOf, outcomeOfOurs, outcomeOfSpark } from '../oracle/comparison.ts';
import { goldenOf } from '../oracle/golden.ts';

describe("what is built equals what Spark 4.3.0's own builders make", () => {
  test.each(HAND_PICKED)('$name', ({ name, asked }) => {
    const golden = goldenOf(name);
    // A case that was changed has to be recorded anew: npm run oracle -- --record
    expect(golden.asked).toEqual(asked);
    expect(differencesOf(outcomeOfSpark(golden.spark), outcomeOfOurs(asked, '4.3.0'))).toEqual([]);
  });
});
