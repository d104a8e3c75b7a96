/** What the operator's image is made of. */
import { stat } from 'node:fs/promises';

import { beforeAll, expect, test } from '@jest/globals';

import { builtImage } from './local/image-recipe.ts';
import { silentProgress } from './local/progress.ts';
import { filesInImage, textInImage } from './images/image-files.ts';
import { operatorImage } from './images/operator/recipe.ts';

const LIMIT_MB = 180;

let archive: string;
let files: readonly string[];

beforeAll(async () => {
  archive = await builtImage(operatorImage, silentProgress);
  files = await filesInImage(archive);
});

test(`is smaller than ${LIMIT_MB} MB, uncompressed`, async () => {
  expect((await stat(archive)).size / 1e6).toBeLessThan(LIMIT_MB);
});

test('holds one program, and neither a shell nor a package manager', () => {
  expect(files.filter((path) => /(^|\/)s?bin\/./u.test(path))).toEqual(['usr/local/bin/node']);
});

test('says what it is made of', async () => {
  const list = JSON.parse(await textInImage(archive, 'opt/spark-operator/dist/sbom.cdx.json')) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly name: string }[];
  };
  expect(list.bomFormat).toBe('CycloneDX');
  expect(list.components.map(({ name }) => name)).toContain('undici');
  expect(files).toContain('var/lib/dpkg/status.d/libc6');
});
