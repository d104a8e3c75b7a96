import { describe, expect, test } from '@jest/globals';
import type { ExecutorEnd } from '../../../src/executors/executor-losses.ts';
import { NOTHING_TOLD, tellLosses, type LossTelling } from '../../../src/executors/loss-telling.ts';

const end = (id: number, outcome: ExecutorEnd['outcome'] = 'failed'): ExecutorEnd => ({
  id,
  outcome,
  exitCode: 137,
  causedByApplication: true,
  reason: 'exit code 137',
});

describe('telling people of executors that failed', () => {
  test('tells of the first at once, and of those that follow together, with rests that grow', () => {
    let telling: LossTelling = NOTHING_TOLD;
    const at = (atMs: number, ...ends: readonly ExecutorEnd[]) => {
      const told = tellLosses(telling, ends, atMs);
      telling = told.telling;
      return [told.message, told.dueAtMs];
    };
    expect(at(0, end(1))).toEqual(['executor 1 failed: exit code 137', Infinity]);
    expect(at(1_000, end(2))).toEqual([undefined, 10_000]);
    expect(at(2_000, end(3), end(4))).toEqual([undefined, 10_000]);
    expect(at(10_000)).toEqual(['3 executors failed; the last: executor 4 failed: exit code 137', Infinity]);
    expect(at(11_000, end(5))).toEqual([undefined, 30_000]);
    expect(at(30_000)).toEqual(['executor 5 failed: exit code 137', Infinity]);
    expect(at(700_000, end(6))).toEqual(['executor 6 failed: exit code 137', Infinity]);
    expect(at(700_001, end(7))).toEqual([undefined, 710_000]);
  });

  test('says nothing of executors that did not fail', () => {
    expect(tellLosses(NOTHING_TOLD, [end(1, 'succeeded'), end(2, 'given-back')], 0).message).toBeUndefined();
  });

  test('a thousand failures, one a second, make few Events', () => {
    let telling: LossTelling = NOTHING_TOLD;
    let events = 0;
    for (let id = 1; id <= 1_000; id += 1) {
      const told = tellLosses(telling, [end(id)], id * 1_000);
      telling = told.telling;
      events += told.message === undefined ? 0 : 1;
    }
    expect(events).toBeLessThanOrEqual(12);
  });
});
