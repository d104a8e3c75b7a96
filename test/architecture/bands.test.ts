import { describe, expect, test } from '@jest/globals';
import { countLines, sourceFiles } from './source-files.ts';

const SIZES = sourceFiles('src').map((file) => ({ path: file.path, ...countLines(file.text) }));

/** The value below which the given share of the sorted values lies. */
function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('sizes', () => {
  test('no file is longer than 400 lines', () => {
    const tooLong = [...sourceFiles('src'), ...sourceFiles('test')].filter(
      ({ text }) => text.trimEnd().split('\n').length > 400,
    );
    expect(tooLong.map(({ path }) => path)).toEqual([]);
  });

  test('half of the source files have at most 110 lines, nine in ten at most 280', () => {
    const lines = SIZES.map((file) => file.lines);
    expect(quantile(lines, 0.5)).toBeLessThanOrEqual(110);
    expect(quantile(lines, 0.9)).toBeLessThanOrEqual(280);
  });

  test('between a fifth and a third of the source is comment', () => {
    const share = sum(SIZES.map((file) => file.comments)) / sum(SIZES.map((file) => file.lines));
    expect(share).toBeGreaterThanOrEqual(0.2);
    expect(share).toBeLessThanOrEqual(0.35);
  });
});
