import { expect, test } from '@jest/globals';

import { aborted } from '../../../src/kube/aborted.ts';

test('settles when the signal aborts', async () => {
  const stopping = new AbortController();
  let settled = false;
  const waiting = aborted(stopping.signal).then(() => (settled = true));
  await Promise.resolve();
  expect(settled).toBe(false);
  stopping.abort();
  await waiting;
  expect(settled).toBe(true);
});

test('settles at once when the signal has aborted', async () => {
  await expect(aborted(AbortSignal.abort())).resolves.toBeUndefined();
});
