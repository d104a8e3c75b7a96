import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { expect, test } from '@jest/globals';
import { sourceFiles } from './source-files.ts';

const REPOSITORY = new URL('../../', import.meta.url);

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const PACKAGE: Package = JSON.parse(readFileSync(new URL('package.json', REPOSITORY), 'utf8'));
const RUNNING = Object.keys(PACKAGE.dependencies);

/** Packages that the files of a folder import, without Node's own modules. */
const importedIn = (folder: string): readonly string[] => {
  const names = sourceFiles(folder).flatMap(({ packages }) => packages);
  const packages = names.map((name) => /^(?:@[^/]+\/)?[^/]+/u.exec(name)?.[0] ?? name);
  return [...new Set(packages)].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
};

test.each([
  { folder: 'src', listed: RUNNING },
  { folder: 'test', listed: [...RUNNING, ...Object.keys(PACKAGE.devDependencies)] },
])('every package that $folder imports is named, with its version, in package.json', ({ folder, listed }) => {
  expect(importedIn(folder).filter((name) => !listed.includes(name))).toEqual([]);
});

test('files import each other in no circle, be it for types alone', () => {
  const left = new Map(sourceFiles('src').map(({ path, imports }) => [path, imports] as const));
  // Whoever imports nothing that is left is in no circle.
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [path, imports] of left) if (!imports.some((each) => left.has(each))) left.delete(path);
  }
  expect([...left.keys()]).toEqual([]);
});
