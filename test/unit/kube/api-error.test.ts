import { describe, expect, test } from '@jest/globals';

import {
  ApiError,
  fromAnswer,
  fromUnknown,
  isApiError,
  mayBeDone,
  type ApiErrorReason,
} from '../../../src/kube/api-error.ts';

const withCode = (code: string, message = 'no'): Error => Object.assign(new Error(message), { code });

describe('an answer', () => {
  test.each<{
    readonly name: string;
    readonly code: number;
    readonly body?: unknown;
    readonly reason: ApiErrorReason;
    readonly message?: string;
  }>([
    { name: 'says that a resource version is gone', code: 410, body: { reason: 'Expired' }, reason: 'Gone' },
    { name: 'tells a taken name', code: 409, body: { reason: 'AlreadyExists' }, reason: 'AlreadyExists' },
    {
      name: 'tells a lost race from a taken name',
      code: 409,
      body: { reason: 'Conflict' },
      reason: 'Conflict',
    },
    { name: 'refuses an object', code: 422, body: { reason: 'Invalid' }, reason: 'Invalid' },
    { name: 'counts an unreadable request as invalid', code: 400, reason: 'Invalid' },
    { name: 'denies', code: 403, reason: 'Forbidden' },
    { name: 'does not know us', code: 401, reason: 'Unauthorized' },
    { name: 'misses the object', code: 404, reason: 'NotFound' },
    { name: 'is tired of us', code: 429, reason: 'TooManyRequests' },
    { name: 'breaks', code: 503, reason: 'ServerError' },
    { name: 'is one we have no word for', code: 418, reason: 'Other', message: 'HTTP status 418' },
    {
      name: 'comes from a proxy, as text',
      code: 502,
      body: ' bad gateway\n',
      reason: 'ServerError',
      message: 'bad gateway',
    },
    {
      name: 'carries its code in an ERROR line',
      code: 0,
      body: { code: 410, message: 'too old' },
      reason: 'Gone',
      message: 'too old',
    },
  ])('$name', ({ code, body, reason, message }) => {
    const error = fromAnswer({ code, body });
    expect(error).toMatchObject({ reason, ...(message === undefined ? {} : { message }) });
  });

  test.each([
    { name: 'the header', retryAfter: '7', body: {}, seconds: 7 },
    { name: 'the status', retryAfter: undefined, body: { details: { retryAfterSeconds: 3 } }, seconds: 3 },
    { name: 'nothing but a date', retryAfter: 'Fri, 31 Dec 1999 23:59:59 GMT', body: {}, seconds: undefined },
  ])('tells how long to wait by $name', ({ retryAfter, body, seconds }) => {
    expect(fromAnswer({ code: 429, body, retryAfter }).retryAfterSeconds).toBe(seconds);
  });
});

describe('whatever was caught', () => {
  const own = new ApiError({ reason: 'Conflict', code: 409, message: 'lost' });

  test.each<{
    readonly name: string;
    readonly caught: unknown;
    readonly reason: ApiErrorReason;
    readonly message: string;
  }>([
    { name: 'is kept if it is ours', caught: own, reason: 'Conflict', message: 'lost' },
    {
      name: 'is unreachable if refused',
      caught: withCode('ECONNREFUSED'),
      reason: 'Unreachable',
      message: 'no',
    },
    {
      name: 'is unreachable if undici gave up',
      caught: withCode('UND_ERR_SOCKET'),
      reason: 'Unreachable',
      message: 'no',
    },
    {
      name: 'is unreachable if the cause is',
      caught: new TypeError('fetch failed', { cause: withCode('ECONNRESET') }),
      reason: 'Unreachable',
      message: 'fetch failed',
    },
    {
      name: 'takes its words from the first of many attempts',
      caught: Object.assign(new AggregateError([new Error('connect ECONNREFUSED ::1:6443')]), {
        code: 'ECONNREFUSED',
      }),
      reason: 'Unreachable',
      message: 'connect ECONNREFUSED ::1:6443',
    },
    {
      name: 'is aborted if aborted',
      caught: new DOMException('stop', 'AbortError'),
      reason: 'Aborted',
      message: 'stop',
    },
    {
      name: 'is a bug of ours otherwise',
      caught: new TypeError('x is not a function'),
      reason: 'Other',
      message: 'x is not a function',
    },
    { name: 'need not be an error', caught: 'a string', reason: 'Other', message: 'a string' },
  ])('$name', ({ caught, reason, message }) => {
    expect(fromUnknown(caught)).toMatchObject({ reason, message });
  });

  test('keeps the cause', () => {
    const cause = withCode('ECONNREFUSED');
    expect(fromUnknown(cause).cause).toBe(cause);
  });

  test('is told apart by reason', () => {
    expect(isApiError(own, 'Conflict')).toBe(true);
    expect(isApiError(own, 'Gone')).toBe(false);
    expect(isApiError(new Error('Conflict'), 'Conflict')).toBe(false);
  });
});

describe('a write that failed', () => {
  test.each<{ readonly reason: ApiErrorReason; readonly isOpen: boolean }>([
    { reason: 'Unreachable', isOpen: true },
    { reason: 'Aborted', isOpen: true },
    { reason: 'ServerError', isOpen: true },
    { reason: 'Other', isOpen: true },
    { reason: 'AlreadyExists', isOpen: false },
    { reason: 'Conflict', isOpen: false },
    { reason: 'Forbidden', isOpen: false },
    { reason: 'Invalid', isOpen: false },
    { reason: 'TooManyRequests', isOpen: false },
    { reason: 'Unauthorized', isOpen: false },
  ])('with $reason may have been done all the same: $isOpen', ({ reason, isOpen }) => {
    expect(mayBeDone(new ApiError({ reason, code: 0, message: 'no' }))).toBe(isOpen);
  });

  test.each([
    { code: 400, isOpen: false },
    { code: 418, isOpen: false },
    { code: 302, isOpen: true },
  ])('an answer for a reason of its own, with code $code, leaves it open: $isOpen', ({ code, isOpen }) => {
    expect(mayBeDone(new ApiError({ reason: 'Other', code, message: 'no' }))).toBe(isOpen);
  });
});
