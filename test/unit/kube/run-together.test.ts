import { expect, test } from '@jest/globals';
import { aborted } from '../../../src/kube/aborted.ts';
import { runTogether } from '../../../src/kube/run-together.ts';

test('ends once all have ended after the signal', async () => {
  const stop = new AbortController();
  const running = runTogether(stop.signal, [aborted, aborted]);
  stop.abort();
  await expect(running).resolves.toBeUndefined();
});

test('where one fails the others are ended first, and its failure is told', async () => {
  const ended: string[] = [];
  const running = runTogether(new AbortController().signal, [
    async (signal) => {
      await aborted(signal);
      ended.push('server');
    },
    async () => {
      throw new Error('the port is taken');
    },
  ]);
  await expect(running).rejects.toThrow('the port is taken');
  expect(ended).toEqual(['server']);
});
