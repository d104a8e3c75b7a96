import { describe, expect, test } from '@jest/globals';
import { CONF, PREFIX } from '../../../src/spark/conf-keys.ts';
import { isKnownProperty, PROPERTIES } from '../../../src/spark/properties.ts';

const KEYS = PROPERTIES.map(({ key }) => key);

describe('the table of properties', () => {
  test('has every property that is read here', () => {
    const read = [...Object.values(CONF).map(({ key }) => key), ...Object.values(PREFIX)];
    expect(read.filter((key) => !KEYS.includes(key))).toEqual([]);
  });

  test('says of none that is read here that it has no effect', () => {
    const read = new Set<string>(Object.values(CONF).map(({ key }) => key));
    expect(PROPERTIES.filter(({ key, use }) => use === 'nowhere' && read.has(key))).toEqual([]);
  });

  test('has each property once', () => {
    expect(KEYS.filter((key, index) => KEYS.indexOf(key) !== index)).toEqual([]);
  });

  test.each(PROPERTIES.map((property) => [property.key, property] as const))(
    'says all about %s',
    (_, property) => {
      expect(property.since).toMatch(/^\d\.\d\.\d$/u);
      expect(property.unit).not.toBe('');
      expect(property.default).not.toBe('');
      expect(property.doc).toMatch(/\.$/u);
      expect(property.because !== undefined).toBe(property.use === 'nowhere');
    },
  );
});

test.each([
  { key: 'spark.kubernetes.namespace', known: true },
  { key: 'spark.kubernetes.driver.label.team', known: true },
  { key: 'spark.kubernetes.driver.label.', known: false },
  { key: 'spark.kubernetes.namespace.x', known: false },
])('$key is known: $known', ({ key, known }) => {
  expect(isKnownProperty(key)).toBe(known);
});
