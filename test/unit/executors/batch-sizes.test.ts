import { describe, expect, test } from '@jest/globals';
import { batchSizes, type AskingProfile, type BatchLimits } from '../../../src/executors/batch-sizes.ts';

const MANY = Number.POSITIVE_INFINITY;
const NO_LIMITS: BatchLimits = { batchSize: MANY, places: MANY, placesPerProfile: MANY, most: MANY };

const lacking = (...missing: readonly number[]): readonly AskingProfile[] =>
  missing.map((count) => ({ missing: count, waiting: 0 }));

describe('places for pods that do not run yet', () => {
  test.each([
    { profiles: 1, places: 0, shares: [0] },
    { profiles: 1, places: 1, shares: [1] },
    { profiles: 1, places: 2, shares: [2] },
    { profiles: 3, places: 0, shares: [0, 0, 0] },
    { profiles: 3, places: 1, shares: [1, 0, 0] },
    { profiles: 3, places: 2, shares: [1, 1, 0] },
    { profiles: 3, places: 3, shares: [1, 1, 1] },
    { profiles: 3, places: 4, shares: [2, 1, 1] },
    { profiles: 2, places: -5, shares: [0, 0] },
  ])('$places among $profiles profiles: $shares', ({ profiles, places, shares }) => {
    const asking = lacking(...Array.from({ length: profiles }, () => 100));
    expect(batchSizes(asking, { ...NO_LIMITS, places })).toEqual(shares);
  });
});

describe('a batch', () => {
  test.each<{
    readonly name: string;
    readonly asking: readonly AskingProfile[];
    readonly limits: Partial<BatchLimits>;
    readonly sizes: readonly number[];
  }>([
    { name: 'has what is missing', asking: lacking(3, 1), limits: {}, sizes: [3, 1] },
    {
      name: 'has no more than its size, for each profile',
      asking: lacking(9, 2),
      limits: { batchSize: 5 },
      sizes: [5, 2],
    },
    {
      name: 'leaves the rest of a share that a profile does not need to the next batch',
      asking: lacking(1, 9),
      limits: { places: 6 },
      sizes: [1, 3],
    },
    {
      name: 'leaves a profile its own places, less its pods that do not run yet',
      asking: [
        { missing: 9, waiting: 3 },
        { missing: 9, waiting: 0 },
      ],
      limits: { placesPerProfile: 4 },
      sizes: [1, 4],
    },
    {
      name: 'gives nothing to a profile with more pods waiting than it may have',
      asking: [{ missing: 9, waiting: 5 }],
      limits: { placesPerProfile: 4 },
      sizes: [0],
    },
    {
      name: 'has no more than may be had in all, the first profiles first',
      asking: lacking(3, 3),
      limits: { most: 4 },
      sizes: [3, 1],
    },
    { name: 'is empty where nobody asks', asking: [], limits: { places: 7 }, sizes: [] },
  ])('$name', ({ asking, limits, sizes }) => {
    expect(batchSizes(asking, { ...NO_LIMITS, ...limits })).toEqual(sizes);
  });
});
