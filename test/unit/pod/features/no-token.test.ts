import { expect, test } from '@jest/globals';
import { noToken } from '../../../../src/pod/features/no-token.ts';
import { executorConf, STARTED } from '../samples.ts';

test('an executor cannot talk to the API server', () => {
  expect(noToken(STARTED, executorConf()).pod.spec.automountServiceAccountToken).toBe(false);
});
