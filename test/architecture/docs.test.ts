import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { METRICS } from '../../src/metrics/names.ts';
import { ERRORS } from '../../src/operator-error.ts';
import { PROPERTIES } from '../../src/spark/properties.ts';
import { renderedCompatibility } from './rendered-compatibility.ts';
import { renderedErrors, renderedMetrics, renderedProperties } from './rendered-docs.ts';

const written = (path: string): string =>
  readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');

describe('docs/errors.md', () => {
  test('has a heading for each code of the catalogue, and no other', () => {
    const headings = [...written('errors.md').matchAll(/^## (\w+)$/gmu)].map(([, code]) => code);
    expect(headings).toEqual(Object.keys(ERRORS));
  });

  test('is what "npm run docs" writes', () => {
    expect(written('errors.md')).toBe(renderedErrors());
  });
});

test('docs/compatibility.md is what "npm run docs" writes', () => {
  expect(written('compatibility.md')).toBe(renderedCompatibility());
});

describe('docs/metrics.md', () => {
  test('has a row for each metric, and no other', () => {
    const names = [...written('metrics.md').matchAll(/^\| `(spark_\w+)`/gmu)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(METRICS)));
  });

  test('is what "npm run docs" writes', () => {
    expect(written('metrics.md')).toBe(renderedMetrics());
  });
});

describe('docs/properties.md', () => {
  test('has a row for each property and family, and no other', () => {
    const rows = [...written('properties.md').matchAll(/^\| `(spark\.[\w.]+?)(?:\*)?` /gmu)].map(
      ([, key]) => key,
    );
    expect(rows).toHaveLength(PROPERTIES.length);
    expect(new Set(rows)).toEqual(new Set(PROPERTIES.map(({ key }) => key)));
  });

  test('is what "npm run docs" writes', () => {
    expect(written('properties.md')).toBe(renderedProperties());
  });
});
