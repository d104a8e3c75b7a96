import { expect, test } from '@jest/globals';
import { failureOfDriver } from '../../../src/application/driver-failure.ts';

const ended = (reason: string, exitCode?: number) => ({
  kind: 'failed' as const,
  exitCode,
  reason,
  message: '',
});
const LEFT_ALONE = { disruption: undefined, deleting: false };

test.each([
  { name: 'an exception', state: ended('Error', 1), pod: LEFT_ALONE, kind: 'application', reason: 'Error' },
  {
    name: 'too little memory',
    state: ended('OOMKilled', 137),
    pod: LEFT_ALONE,
    kind: 'application',
    reason: 'OOMKilled',
  },
  {
    name: 'an eviction',
    state: ended('Evicted'),
    pod: LEFT_ALONE,
    kind: 'infrastructure',
    reason: 'Evicted',
  },
  {
    name: 'a node without room',
    state: ended('OutOfcpu'),
    pod: LEFT_ALONE,
    kind: 'infrastructure',
    reason: 'OutOfcpu',
  },
  {
    name: 'a node that was shut down',
    state: ended('Terminated'),
    pod: LEFT_ALONE,
    kind: 'infrastructure',
    reason: 'Terminated',
  },
  {
    name: 'preemption',
    state: ended('Error', 143),
    pod: { disruption: 'PreemptionByScheduler', deleting: true },
    kind: 'infrastructure',
    reason: 'PreemptionByScheduler',
  },
  {
    name: 'the deletion of its pod',
    state: ended('Error', 143),
    pod: { disruption: undefined, deleting: true },
    kind: 'infrastructure',
    reason: 'DriverDeleted',
  },
])('$name is a failure of the $kind', ({ state, pod, kind, reason }) => {
  expect(failureOfDriver(state, pod)).toEqual({ kind, reason });
});
