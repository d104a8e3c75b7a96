import { describe, expect, test } from '@jest/globals';
import { LABEL_VALUES, METRICS } from '../../../src/metrics/names.ts';

describe('METRICS', () => {
  test.each(Object.entries(METRICS))('%s is named by the rules of Prometheus', (name, metric) => {
    expect(name).toMatch(/^spark_operator_[a-z_]+$/u);
    expect(name.endsWith('_total')).toBe(metric.kind === 'counter');
    expect(metric.labels.filter((label) => !(label in LABEL_VALUES))).toEqual([]);
  });
});
