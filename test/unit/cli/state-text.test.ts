import { expect, test } from '@jest/globals';
import type { SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import { stateText } from '../../../src/cli/state-text.ts';

const inState = (state: '' | 'RUNNING') => ({ applicationState: { state } }) as SparkApplicationStatus;

test.each([
  { name: 'without a status', status: undefined, text: 'NEW' },
  { name: 'in the empty state', status: inState(''), text: 'NEW' },
  { name: 'that runs', status: inState('RUNNING'), text: 'RUNNING' },
])('an application $name is $text', ({ status, text }) => {
  expect(stateText(status)).toBe(text);
});
