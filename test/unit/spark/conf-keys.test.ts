import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { ConfKey } from '../../../src/spark/conf-key.ts';
import { CONF, PREFIX } from '../../../src/spark/conf-keys.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

const ENTRIES: readonly ConfKey<unknown>[] = Object.values(CONF);

test('every property is there once, with a unit and a sentence', () => {
  expect(new Set(ENTRIES.map(({ key }) => key)).size).toBe(ENTRIES.length);
  for (const { key, unit, doc } of ENTRIES) {
    expect(key).toMatch(/^spark\.[A-Za-z0-9.]+$/u);
    expect(unit).not.toBe('');
    expect(doc).toMatch(/\.$/u);
  }
});

test('every family ends in a dot, so that no other property falls into it', () => {
  for (const prefix of Object.values(PREFIX)) expect(prefix).toMatch(/^spark\..*\.$/u);
});

const isReadable = ([entry, given]: readonly [ConfKey<unknown>, string]): boolean =>
  isReadOrRefused(() => entry.parse(given), entry.key);

test('any text is a value of any property, or refused by its key', () => {
  const text = nearly(
    '1',
    'true',
    'TRUE',
    'm',
    's',
    'g',
    '-1',
    '0.5',
    ',',
    'Always',
    'a.b',
    '65536',
    'NaN',
    '1e400',
  );
  const entries = fc.constantFrom(...ENTRIES);
  expect(exceptionTo(fc.tuple(entries, text), isReadable, 3_000)).toBeUndefined();
});
