import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { CRD_FOLDERS, renderedCrds } from './rendered-crds.ts';

describe.each(CRD_FOLDERS)('%s', (path) => {
  const folder = new URL(`../../${path}`, import.meta.url);

  test('holds just the files that src/api gives', () => {
    expect(readdirSync(folder)).toEqual([...renderedCrds().keys()].toSorted());
  });

  test.each([...renderedCrds()])('%s is what "npm run crds" writes', (file, text) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(text);
  });
});

test.each([...renderedCrds()])('%s stays below 200 kB, so that client-side apply works', (_, text) => {
  expect(JSON.stringify(load(text)).length).toBeLessThan(200_000);
});
