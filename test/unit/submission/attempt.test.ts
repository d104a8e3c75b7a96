import { expect, test } from '@jest/globals';
import { attemptIds } from '../../../src/spark/application-names.ts';
import { attemptOf } from '../../../src/submission/attempt.ts';
import { application } from './samples.ts';

test('an attempt has the ids of its application and number', () => {
  expect(attemptOf(application(), 2, 9)).toMatchObject({
    namespace: 'jobs',
    attempt: 2,
    submittedAtMs: 9,
    ids: attemptIds('application-uid', 2),
  });
});
