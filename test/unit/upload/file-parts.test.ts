import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eachPart } from '../../../src/upload/file-parts.ts';

const CONTENT = 'abcdefghij';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-parts-'));
  path = join(folder, 'file');
  await writeFile(path, CONTENT);
});

afterAll(() => rm(folder, { recursive: true }));

const cut = (partBytes: number, atOnce: number) => ({
  partBytes,
  atOnce,
  signal: new AbortController().signal,
});

const asText = ({ bytes }: { readonly bytes: Uint8Array }): Promise<string> =>
  Promise.resolve(Buffer.from(bytes).toString());

describe('a file is cut', () => {
  test.each([
    { partBytes: 3, size: 10, parts: ['abc', 'def', 'ghi', 'j'] },
    { partBytes: 5, size: 10, parts: ['abcde', 'fghij'] },
    { partBytes: 64, size: 10, parts: ['abcdefghij'] },
    { partBytes: 4, size: 6, parts: ['abcd', 'ef'] },
    { partBytes: 8, size: 14, parts: ['abcdefgh', 'ij'] },
    { partBytes: 4, size: 0, parts: [] },
  ])('of size $size into parts of $partBytes bytes: $parts', async ({ partBytes, size, parts }) => {
    expect(await eachPart({ path, size }, cut(partBytes, 2), asText)).toEqual(parts);
  });
});

test('so many parts are in use at once, in the same places of memory', async () => {
  const rooms = new Set<ArrayBufferLike>();
  let inUse = 0;
  let most = 0;
  const three = Promise.withResolvers<void>();
  await eachPart({ path, size: CONTENT.length }, cut(1, 3), async ({ bytes }) => {
    rooms.add(bytes.buffer);
    inUse += 1;
    most = Math.max(most, inUse);
    if (inUse === 3) three.resolve();
    await three.promise;
    await new Promise(setImmediate);
    inUse -= 1;
  });
  expect({ most, rooms: rooms.size }).toEqual({ most: 3, rooms: 3 });
});

test('the first failure is told once no part is in use any more, and ends the others', async () => {
  const ended: string[] = [];
  const use = async ({ at }: { readonly at: number }, signal: AbortSignal): Promise<void> => {
    if (at === 1) throw new Error('the first');
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    ended.push(`part ${at}`);
    throw new Error('a later one');
  };
  await expect(eachPart({ path, size: CONTENT.length }, cut(1, 2), use)).rejects.toThrow('the first');
  expect(ended).toEqual(['part 0']);
});

test('whoever interrupts it is told so', async () => {
  const interruption = new AbortController();
  const use = async (): Promise<void> => interruption.abort(new Error('enough'));
  const interrupted = eachPart({ path, size: 10 }, { ...cut(1, 1), signal: interruption.signal }, use);
  await expect(interrupted).rejects.toThrow('enough');
});
