import { describe, expect, test } from '@jest/globals';
import { memoryForNewContext } from '../../../src/executors/context-change.ts';
import type { ExecutorEnd } from '../../../src/executors/executor-losses.ts';
import { EMPTY_MEMORY } from '../../../src/executors/executors-memory.ts';

const end = (id: number, outcome: ExecutorEnd['outcome']): readonly [number, ExecutorEnd] => [
  id,
  { id, outcome, exitCode: outcome === 'succeeded' ? 0 : 1, causedByApplication: true, reason: 'it ended' },
];

describe('another SparkContext', () => {
  test.each([
    { name: 'an executor that runs is over', ended: [], unfinished: [1], outcomes: ['given-back'] },
    {
      name: 'one that has failed is not among the failures of the new one',
      ended: [end(1, 'failed')],
      unfinished: [1],
      outcomes: ['given-back'],
    },
    {
      name: 'one that has succeeded has done so',
      ended: [end(1, 'succeeded')],
      unfinished: [1],
      outcomes: ['succeeded'],
    },
  ])('begins: $name', ({ ended, unfinished, outcomes }) => {
    const memory = memoryForNewContext({ ...EMPTY_MEMORY, ended: new Map(ended) }, unfinished);
    expect([...memory.ended.values()].map(({ outcome }) => outcome)).toEqual(outcomes);
  });
});
