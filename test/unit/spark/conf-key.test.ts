import { describe, expect, test } from '@jest/globals';
import {
  bytes,
  count,
  cpu,
  factor,
  flag,
  list,
  mebiBytes,
  milliseconds,
  oneOf,
  openPort,
  podName,
  text,
  type ConfKey,
} from '../../../src/spark/conf-key.ts';

const POLICIES = ['Always', 'Never'] as const;

describe('a value is read as its property says', () => {
  test.each<{ readonly entry: ConfKey<unknown>; readonly written: string; readonly value: unknown }>([
    { entry: text('k', undefined, ''), written: ' as it is ', value: ' as it is ' },
    { entry: list('k', ''), written: 'a,, b ,a', value: ['a', 'b', 'a'] },
    { entry: flag('k', false, ''), written: 'TRUE', value: true },
    { entry: flag('k', true, ''), written: 'false', value: false },
    { entry: count('k', 1, ''), written: '+7', value: 7 },
    { entry: factor('k', 'zero or more', ''), written: '1e-2', value: 0.01 },
    { entry: factor('k', 'zero or more', ''), written: '0', value: 0 },
    { entry: mebiBytes('k', 1, ''), written: '1g', value: 1024 },
    { entry: bytes('k', 1, 'k', ''), written: '2', value: 2048 },
    { entry: milliseconds('k', 1, 's', ''), written: '2', value: 2_000 },
    { entry: oneOf('k', POLICIES, 'Never', ''), written: 'Always', value: 'Always' },
    { entry: openPort('k', 1, ''), written: '0', value: 0 },
    { entry: openPort('k', 1, ''), written: '65535', value: 65_535 },
    { entry: cpu('k', ''), written: '500m', value: '500m' },
    { entry: cpu('k', ''), written: '1.5', value: '1.5' },
    { entry: podName('k', 237, ''), written: 'a.b-c', value: 'a.b-c' },
  ])('"$written" is $value ($entry.unit)', ({ entry, written, value }) => {
    expect(entry.parse(written)).toEqual(value);
  });
});

describe('a value that cannot be read is refused, with what was expected', () => {
  test.each<{ readonly entry: ConfKey<unknown>; readonly written: string; readonly expected: string }>([
    { entry: flag('k', false, ''), written: 'yes', expected: 'true or false' },
    { entry: count('k', 1, '', 1), written: '0', expected: 'a whole number of at least 1' },
    { entry: count('k', 1, ''), written: '1.5', expected: 'a whole number of at least 0' },
    { entry: factor('k', 'more than zero', ''), written: '0', expected: 'a share of more than zero' },
    { entry: factor('k', 'zero or more', ''), written: '', expected: 'a share of zero or more' },
    {
      entry: milliseconds('k', 1, { bare: 'ms', aboveMs: 100 }, ''),
      written: '100',
      expected: 'a time of more than 100ms',
    },
    { entry: oneOf('k', POLICIES, 'Never', ''), written: 'always', expected: 'one of Always, Never' },
    { entry: openPort('k', 1, ''), written: '80', expected: '0 or a port from 1024 to 65535' },
    { entry: openPort('k', 1, ''), written: '70000', expected: '0 or a port from 1024 to 65535' },
    { entry: cpu('k', ''), written: 'many', expected: 'a quantity of CPU such as 500m or 1.5' },
    { entry: podName('k', 237, ''), written: 'A_b', expected: 'a DNS subdomain of at most 237 characters' },
    { entry: podName('k', 237, ''), written: 'a'.repeat(238), expected: 'a DNS subdomain of at most 237' },
  ])('"$written" is not $expected', ({ entry, written, expected }) => {
    expect(() => entry.parse(written)).toThrow(`k: "${written}" is not ${expected}`);
  });
});
