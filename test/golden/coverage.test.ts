import { describe, expect, test } from '@jest/globals';
import { CONF, PREFIX } from '../../src/spark/conf-keys.ts';
import { sourceFiles } from '../architecture/source-files.ts';
import { HAND_PICKED } from '../oracle/cases/hand-picked.ts';
import { goldenFile } from '../oracle/golden.ts';
import { randomCase } from '../oracle/generator/random-case.ts';

/** What makes pods; the other rooms read properties that no pod shows. */
const BUILDERS = sourceFiles('src').filter(
  ({ path, room }) =>
    room === 'pod' ||
    room === 'volumes' ||
    /^spark\/(resource-profile|custom-resources|startup-properties)\.ts$/u.test(path),
);

/** The names in `table` that a builder mentions as `NAME.<name>`. */
function readFrom(table: object, name: string): readonly string[] {
  return Object.keys(table).filter((key) =>
    BUILDERS.some(({ text }) => new RegExp(`\\b${name}\\.${key}\\b`, 'u').test(text)),
  );
}

const KEYS = readFrom(CONF, 'CONF').map(
  (name) => Object.entries(CONF).find(([key]) => key === name)?.[1].key ?? '',
);
const PREFIXES = readFrom(PREFIX, 'PREFIX').map(
  (name) => Object.entries(PREFIX).find(([key]) => key === name)?.[1] ?? '',
);

const keysOf = (confs: readonly Readonly<Record<string, string>>[]): ReadonlySet<string> =>
  new Set(confs.flatMap((conf) => Object.keys(conf)));

describe('the oracle is asked about', () => {
  const drawn = Array.from({ length: 3_000 }, (_, index) => randomCase(1, index).conf);

  test.each([
    { by: 'a hand-picked case', asked: keysOf(HAND_PICKED.map(({ asked }) => asked.conf)) },
    { by: 'a random case', asked: keysOf(drawn) },
  ])('every property that our builders read, by $by', ({ asked }) => {
    expect(KEYS.filter((key) => !asked.has(key))).toEqual([]);
    expect(PREFIXES.filter((prefix) => ![...asked].some((key) => key.startsWith(prefix)))).toEqual([]);
  });

  test('the same random cases whenever the seed is the same, and others where it is not', () => {
    expect(randomCase(7, 3)).toEqual(randomCase(7, 3));
    expect(randomCase(7, 3)).not.toEqual(randomCase(8, 3));
    expect(randomCase(7, 3)).not.toEqual(randomCase(7, 4));
  });

  test('at least 150 hand-picked cases, each with a golden of its own', () => {
    const files = HAND_PICKED.map(({ name }) => goldenFile(name));
    expect(files.length).toBeGreaterThanOrEqual(150);
    expect(new Set(files).size).toBe(files.length);
  });
});
