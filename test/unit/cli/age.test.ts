import { expect, test } from '@jest/globals';
import { ageText } from '../../../src/cli/age.ts';

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

test.each([
  { ageMs: -5, text: '0s' },
  { ageMs: 1_999, text: '1s' },
  { ageMs: 119 * S, text: '119s' },
  { ageMs: 2 * M, text: '2m' },
  { ageMs: 9 * M + 59 * S, text: '9m59s' },
  { ageMs: 10 * M + 59 * S, text: '10m' },
  { ageMs: 3 * H + 20 * M, text: '3h20m' },
  { ageMs: 8 * H + 20 * M, text: '8h' },
  { ageMs: 2 * D + 3 * H, text: '2d3h' },
  { ageMs: 8 * D + 3 * H, text: '8d' },
])('$ageMs ms are $text', ({ ageMs, text }) => {
  expect(ageText(ageMs)).toBe(text);
});
