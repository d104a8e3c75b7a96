import { expect, test } from '@jest/globals';
import { OperatorError } from '../../../src/operator-error.ts';
import { failureOf } from '../../../src/submission/check.ts';

function fail(error: Error): never {
  throw error;
}

test('what does not fail is no violation', () => {
  expect(failureOf('spec', () => 1)).toEqual([]);
});

test("the user's fault is a violation", () => {
  const cause = new OperatorError('SPARK_IMAGE_MISSING', { role: 'driver' });
  expect(failureOf('spec.image', () => fail(cause))).toEqual([
    { path: 'spec.image', message: cause.message },
  ]);
});

test('a fault of our own is none of theirs', () => {
  expect(() => failureOf('spec', () => fail(new TypeError('broken')))).toThrow(TypeError);
});
