import { describe, expect, test } from '@jest/globals';
import { quantityBytes } from '../../../src/manifest/quantity.ts';
import { parseMemoryLimit } from '../../../src/submission/memory-limit.ts';
import { exceptionTo, isReadOrRefused, nearly } from '../fuzz.ts';

describe('a memory limit', () => {
  test.each([
    { text: '4g', quantity: '4Gi' },
    { text: '4G', quantity: '4Gi' },
    { text: '512m', quantity: '512Mi' },
    { text: '512M', quantity: '512Mi' },
    { text: '1024m', quantity: '1Gi' },
    { text: '3tb', quantity: '3Ti' },
    { text: '2kb', quantity: '2Ki' },
    { text: '1p', quantity: '1Pi' },
    { text: '100b', quantity: '100' },
    { text: '4Gi', quantity: '4Gi' },
    { text: '1.5Gi', quantity: '1.5Gi' },
    { text: '4294967296', quantity: '4294967296' },
  ])('$text is $quantity', ({ text, quantity }) => {
    expect(parseMemoryLimit(text, 'f')).toBe(quantity);
  });

  test.each(['', 'much', '1.5g', '-1g', '1 gig', '1.2.3Gi', '1gi', '1e3'])('"%s" is none', (text) => {
    expect(() => parseMemoryLimit(text, 'spec.driver.memoryLimit')).toThrow(
      `spec.driver.memoryLimit: "${text}" is not a memory size`,
    );
  });
});

const isQuantity = (limit: string): boolean => quantityBytes(limit) !== undefined;

test('any text is a quantity of bytes or refused', () => {
  const field = 'spec.driver.memoryLimit';
  const isReadable = (given: string): boolean =>
    isReadOrRefused(() => parseMemoryLimit(given, field), field, isQuantity);
  expect(exceptionTo(nearly('1', '4g', 'Gi', 'M', '.', '0'), isReadable)).toBeUndefined();
});
