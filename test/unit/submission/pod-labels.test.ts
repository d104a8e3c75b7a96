import { expect, test } from '@jest/globals';
import { attemptOf } from '../../../src/submission/attempt.ts';
import { attemptLabels, inheritedLabels, objectLabels } from '../../../src/submission/pod-labels.ts';
import { application } from './samples.ts';

test("pods inherit the labels of the resource, but neither a queue's nor Spark's own", () => {
  const labels = { team: 'a', 'kueue.x-k8s.io/queue-name': 'q', 'spark-role': 'x', 'spark-exec-id': '1' };
  expect(inheritedLabels(application({}, { labels }))).toEqual({ team: 'a' });
});

test('everything of an attempt is found by application, submission and attempt; pods also by who launched them', () => {
  const attempt = attemptOf(application(), 3, 0);
  expect(objectLabels(attempt)).toEqual({
    'sparkoperator.k8s.io/app-name': 'pi',
    'sparkoperator.k8s.io/submission-id': attempt.ids.submissionId,
    'sparkoperator.k8s.io/attempt': '3',
  });
  expect(attemptLabels(attempt)).toEqual({
    ...objectLabels(attempt),
    'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
  });
});
