import { expect, test } from '@jest/globals';
import { cutText } from '../../../src/manifest/cut-text.ts';

test.each([
  ['what fits stays as it is', 'two\nlines', 9, 'two\nlines'],
  ['what does not is cut, and says so', 'a long text', 9, 'a long…'],
  ['between letters', 'ääää', 7, 'ää…'],
])('%s', (_, text, most, is) => {
  expect(cutText(text, most)).toBe(is);
  expect(Buffer.byteLength(cutText(text, most))).toBeLessThanOrEqual(most);
});
