import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { OperatorError } from '../../../src/operator-error.ts';
import { patienceOf, unlessSilent } from '../../../src/upload/patience.ts';

test('work may last as long as it shows signs of life', async () => {
  const begunMs = performance.now();
  const work = async ({ alive }: { readonly alive: () => void }): Promise<string> => {
    while (performance.now() - begunMs < 300) {
      alive();
      await setImmediate();
    }
    return 'done';
  };
  expect(await unlessSilent(100, work)).toBe('done');
});

test('silence ends work, also work that does not listen', async () => {
  const signals: AbortSignal[] = [];
  const deaf = ({ signal }: { readonly signal: AbortSignal }): Promise<never> => {
    signals.push(signal);
    return new Promise(() => undefined);
  };
  await expect(unlessSilent(10, deaf)).rejects.toMatchObject({
    code: 'SILENT',
    message: 'it has said nothing for 0.01 s',
  });
  expect(signals[0]?.aborted).toBe(true);
});

test('whoever wants it ends it sooner', async () => {
  const ended = AbortSignal.abort(new Error('enough'));
  const outcome = unlessSilent(10_000, async ({ signal }) => signal.throwIfAborted(), ended);
  await expect(outcome).rejects.toThrow('enough');
});

test('the time is read as Hadoop writes it', () => {
  const properties: Readonly<Record<string, string>> = { ms: '250', s: '5s', wrong: '1x' };
  const read = (key: string): number => patienceOf(key, (name) => properties[name]);
  expect(['ms', 's', 'none'].map(read)).toEqual([250, 5_000, 60_000]);
  expect(() => read('wrong')).toThrow(OperatorError);
});
