import { expect, test } from '@jest/globals';
import { Watchdog } from '../../../src/kube/watchdog.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const MIN = 60_000;

test('names what goes on beyond its limit, until it ends', () => {
  const clock = new ManualClock();
  const watchdog = new Watchdog(clock);
  const done = watchdog.begin('work on a/b', 10 * MIN);
  watchdog.begin('watch of pods', 30 * MIN)();
  clock.advance(10 * MIN);
  expect(watchdog.overdue(0)).toBeUndefined();
  clock.advance(MIN);
  expect(watchdog.overdue(0)).toBe('work on a/b has gone on for 11 min');
  done();
  expect(watchdog.overdue(0)).toBeUndefined();
});

test('counts from a moment, if that is later', () => {
  const clock = new ManualClock();
  const watchdog = new Watchdog(clock);
  watchdog.begin('work on a/b', 10 * MIN);
  clock.advance(15 * MIN);
  expect(watchdog.overdue(clock.now() - 10 * MIN)).toBeUndefined();
  expect(watchdog.overdue(clock.now() - 11 * MIN)).toBe('work on a/b has gone on for 11 min');
});
