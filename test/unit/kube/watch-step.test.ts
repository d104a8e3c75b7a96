import { describe, expect, test } from '@jest/globals';

import { ApiError, type ApiErrorReason } from '../../../src/kube/api-error.ts';
import {
  advancedTo,
  EMPTY,
  watchStep,
  type WatchAction,
  type WatchHappening,
  type WatchState,
} from '../../../src/kube/watch-step.ts';

const listing = (failures = 0): WatchState => ({ kind: 'listing', failures });
const watching = (resourceVersion: string, failures = 0): WatchState => ({
  kind: 'watching',
  failures,
  resourceVersion,
});
const resting = (resourceVersion: string | undefined, failures: number): WatchState => ({
  kind: 'resting',
  failures,
  resourceVersion,
});

const failed = (reason: ApiErrorReason, retryAfterSeconds?: number): WatchHappening => ({
  kind: 'failed',
  error: new ApiError({
    reason,
    code: 0,
    message: 'no',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }),
});
const closed = (lastedMs: number): WatchHappening => ({ kind: 'closed', lastedMs });

const LIST = { kind: 'list' } as const;
const watch = (resourceVersion: string) => ({ kind: 'watch', resourceVersion }) as const;
const rest = (delayMs: number) => ({ kind: 'rest', delayMs }) as const;

describe('list and watch', () => {
  test.each<{
    readonly name: string;
    readonly given: WatchState;
    readonly when: WatchHappening;
    readonly next: WatchState;
    readonly action: Partial<WatchAction>;
  }>([
    { name: 'begins with a list', given: EMPTY, when: { kind: 'started' }, next: listing(), action: LIST },
    {
      name: 'watches from where the list ended',
      given: listing(),
      when: { kind: 'listed', resourceVersion: '7' },
      next: watching('7'),
      action: watch('7'),
    },
    {
      name: 'does not take a list as proof that watching works',
      given: listing(2),
      when: { kind: 'listed', resourceVersion: '7' },
      next: watching('7', 2),
      action: watch('7'),
    },
    {
      name: 'lists again after a failed list, when it has rested',
      given: listing(),
      when: failed('ServerError'),
      next: resting(undefined, 1),
      action: rest(1000),
    },
    {
      name: 'lists again at once when the pages took too long',
      given: listing(),
      when: failed('Gone'),
      next: listing(1),
      action: LIST,
    },
    {
      name: 'resumes a properly closed watch at once',
      given: watching('9'),
      when: closed(300_000),
      next: watching('9'),
      action: watch('9'),
    },
    {
      name: 'rests when the watch was closed as soon as it was open',
      given: watching('9'),
      when: closed(3),
      next: resting('9', 1),
      action: rest(1000),
    },
    {
      name: 'lists again at once when the version is gone',
      given: watching('9'),
      when: failed('Gone'),
      next: listing(1),
      action: LIST,
    },
    {
      name: 'rests before it lists when versions keep going',
      given: watching('9', 1),
      when: failed('Gone'),
      next: resting(undefined, 2),
      action: rest(2000),
    },
    {
      name: 'lists again, rested, when the resource itself was removed',
      given: watching('9'),
      when: failed('NotFound'),
      next: resting(undefined, 1),
      action: rest(1000),
    },
    {
      name: 'keeps its place through a reset',
      given: watching('9'),
      when: failed('Unreachable'),
      next: resting('9', 1),
      action: rest(1000),
    },
    {
      name: 'keeps its place while rights are missing',
      given: watching('9', 3),
      when: failed('Forbidden'),
      next: resting('9', 4),
      action: rest(8000),
    },
    {
      name: 'rests no longer than half a minute by itself',
      given: watching('9', 40),
      when: failed('ServerError'),
      next: resting('9', 41),
      action: rest(30_000),
    },
    {
      name: 'stays away for as long as the server asks',
      given: watching('9'),
      when: failed('TooManyRequests', 45),
      next: resting('9', 1),
      action: rest(45_000),
    },
    {
      name: 'stays away even where it would list at once',
      given: watching('9'),
      when: failed('Gone', 2),
      next: resting(undefined, 1),
      action: rest(2000),
    },
    {
      name: 'reconnects at once, however often, when nothing comes',
      given: watching('9', 3),
      when: { kind: 'fell-silent' },
      next: watching('9', 3),
      action: watch('9'),
    },
    {
      name: 'goes on where it was after a rest',
      given: resting('9', 2),
      when: { kind: 'rested' },
      next: watching('9', 2),
      action: watch('9'),
    },
    {
      name: 'lists after a rest when it knows no place',
      given: resting(undefined, 2),
      when: { kind: 'rested' },
      next: listing(2),
      action: LIST,
    },
  ])('$name', ({ given, when, next, action }) => {
    const step = watchStep(given, when, 1);
    expect(step.state).toEqual(next);
    expect(step.action).toMatchObject(action);
  });

  test('rests half as long at the other end of the jitter', () => {
    expect(watchStep(watching('9'), failed('ServerError'), 0).action).toMatchObject(rest(500));
  });

  test('forgets its failures once something arrives', () => {
    expect(advancedTo('12')).toEqual(watching('12', 0));
  });

  test('says why it does what it does', () => {
    expect(watchStep(watching('9'), failed('Gone'), 0).action.because).toBe('Gone: no');
  });
});
