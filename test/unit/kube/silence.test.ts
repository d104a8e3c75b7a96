import { expect, test } from '@jest/globals';

import { Silence } from '../../../src/kube/silence.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

test('aborts when nothing was heard for the whole limit', () => {
  const clock = new ManualClock();
  const silence = new Silence(clock, 1000);
  clock.advance(999);
  expect(silence.signal.aborted).toBe(false);
  clock.advance(1);
  expect(silence.signal.aborted).toBe(true);
});

test('counts from the last thing that was heard', () => {
  const clock = new ManualClock();
  const silence = new Silence(clock, 1000);
  clock.advance(600);
  silence.heard();
  clock.advance(999);
  expect(silence.signal.aborted).toBe(false);
  clock.advance(1);
  expect(silence.signal.aborted).toBe(true);
});

test('means nothing once nobody listens', () => {
  const clock = new ManualClock();
  const silence = new Silence(clock, 1000);
  silence.end();
  clock.advance(5000);
  expect(silence.signal.aborted).toBe(false);
});
