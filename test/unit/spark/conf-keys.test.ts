import { expect, test } from '@jest/globals';
import type { ConfKey } from '../../../src/spark/conf-key.ts';
import { CONF, PREFIX } from '../../../src/spark/conf-keys.ts';

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
