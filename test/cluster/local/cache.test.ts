/** What the cache promises: one builder at a time, complete folders only. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { CACHE_FOLDER, cached } from './cache.ts';

const NAME = 'cache-test';

const clean = (): Promise<void> => rm(join(CACHE_FOLDER, NAME), { recursive: true, force: true });
beforeAll(clean);
afterAll(clean);

test('of callers at once one builds and all get its folder', async () => {
  const builders: number[] = [];
  const build = (caller: number) => async (folder: string) => {
    builders.push(caller);
    await writeFile(join(folder, 'result'), `by ${caller}`);
  };

  const folders = await Promise.all([1, 2, 3].map((caller) => cached(NAME, 'at-once', build(caller))));

  expect(builders).toHaveLength(1);
  expect(new Set(folders).size).toBe(1);
  expect(await readFile(join(folders[0] ?? '', 'result'), 'utf8')).toBe(`by ${builders[0]}`);
});

test('a failed build leaves no folder and is tried again', async () => {
  const failing = cached(NAME, 'failing', async (folder) => {
    await writeFile(join(folder, 'half'), '');
    throw new Error('no space left');
  });

  await expect(failing).rejects.toThrow('no space left');
  expect(await readdir(join(CACHE_FOLDER, NAME))).not.toContainEqual(expect.stringContaining('failing'));

  const folder = await cached(NAME, 'failing', async () => undefined);
  expect(existsSync(folder)).toBe(true);
});

test('a folder that is there is not built again', async () => {
  await cached(NAME, 'there', async () => undefined);

  const again = cached(NAME, 'there', () => Promise.reject(new Error('built again')));

  await expect(again).resolves.toContain('there');
});

test('old folders go when another one is built', async () => {
  const name = `${NAME}/old`;
  const hoursAgo = [1000, 5, 4, 3, 2];
  for (const hours of hoursAgo) {
    const folder = await cached(name, `${hours}-hours-ago`, async () => undefined);
    const used = new Date(Date.now() - hours * 60 * 60 * 1000);
    await utimes(folder, used, used);
  }

  await cached(name, 'new', async () => undefined);

  const left = await readdir(join(CACHE_FOLDER, name));
  expect(left.toSorted()).toEqual(['2-hours-ago', '3-hours-ago', '4-hours-ago', 'new']);
});
