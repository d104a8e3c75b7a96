import { describe, expect, test } from '@jest/globals';
import { PrometheusMetrics } from '../../../src/metrics/metrics.ts';

describe('PrometheusMetrics', () => {
  test('shows every series from the start, at zero', async () => {
    const page = await new PrometheusMetrics().text();
    expect(page).toContain('spark_operator_submissions_total{outcome="refused"} 0');
    expect(page).toContain('spark_operator_work_queue_depth{queue="executors"} 0');
    expect(page).toContain('spark_operator_submission_seconds_count 0');
  });

  test('counts, sets and observes', async () => {
    const metrics = new PrometheusMetrics();
    metrics.add('spark_operator_submissions_total', { outcome: 'accepted' }, 2);
    metrics.set('spark_operator_leading', 1);
    metrics.observe('spark_operator_submission_seconds', 0.02);
    const page = await metrics.text();
    expect(page).toContain('spark_operator_submissions_total{outcome="accepted"} 2');
    expect(page).toContain('spark_operator_leading 1');
    expect(page).toContain('spark_operator_submission_seconds_bucket{le="0.025"} 1');
  });
});
