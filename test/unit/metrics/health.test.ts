import { expect, test } from '@jest/globals';
import { OperatorHealth } from '../../../src/metrics/health.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

test.each<{
  readonly name: string;
  readonly steps: readonly ('answered' | 'fills' | 'works' | 'waits')[];
  readonly notReady: string | undefined;
}>([
  {
    name: 'is not ready before the API server has answered',
    steps: [],
    notReady: 'the API server has not answered yet',
  },
  { name: 'is ready to take over while another leads', steps: ['answered'], notReady: undefined },
  {
    name: 'is not ready while it fills its caches',
    steps: ['answered', 'fills'],
    notReady: 'the caches are not filled yet',
  },
  { name: 'is ready while it works', steps: ['answered', 'fills', 'works', 'answered'], notReady: undefined },
  {
    name: 'is ready to take over again once it leads no more',
    steps: ['fills', 'works', 'waits'],
    notReady: undefined,
  },
])('$name', ({ steps, notReady }) => {
  const operator = new OperatorHealth(new ManualClock(), () => undefined);
  for (const step of steps) operator[step]();
  expect(operator.notReady()).toBe(notReady);
});

test('is stuck by what goes on for too long, counted from the moment it works at the earliest', () => {
  const asked: number[] = [];
  const clock = new ManualClock();
  const operator = new OperatorHealth(clock, (sinceMs) => {
    asked.push(sinceMs);
    return 'work on a/b has gone on for 31 min';
  });
  operator.fills();
  expect(operator.stuck()).toBeUndefined();
  clock.advance(5_000);
  operator.works();
  expect(operator.stuck()).toBe('work on a/b has gone on for 31 min');
  expect(asked).toEqual([clock.now()]);
  operator.waits();
  expect(operator.stuck()).toBeUndefined();
});
