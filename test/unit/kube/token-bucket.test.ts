import { expect, test } from '@jest/globals';

import { takeToken, type TokenBucket } from '../../../src/kube/token-bucket.ts';

const LIMITS = { burst: 2, refillMs: 1000 };

test.each([
  { name: 'a burst is let through, and no more', atMs: [0, 0, 0], taken: [true, true, false] },
  {
    name: 'a token comes back after its time',
    atMs: [0, 0, 999, 1000, 1001],
    taken: [true, true, false, true, false],
  },
  {
    name: 'no more than a burst is saved up',
    atMs: [0, 0, 1e9, 1e9, 1e9],
    taken: [true, true, true, true, false],
  },
])('$name', ({ atMs, taken }) => {
  let bucket: TokenBucket | undefined;
  const got = atMs.map((nowMs) => {
    const take = takeToken(bucket, LIMITS, nowMs);
    bucket = take.bucket;
    return take.taken;
  });
  expect(got).toEqual(taken);
});
