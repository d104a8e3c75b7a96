import { expect, test } from '@jest/globals';
import { CONF } from '../../../src/spark/conf-keys.ts';
import { reportedFlag } from '../../../src/spark/reported-flag.ts';

test.each([
  { text: 'true', is: true },
  { text: ' TRUE ', is: true },
  { text: 'false', is: false },
  { text: 'yes', is: false },
  { text: undefined, is: undefined },
])('a driver that reports $text means $is', ({ text, is }) => {
  const reported = text === undefined ? {} : { 'spark.decommission.enabled': text };
  expect(reportedFlag(reported, CONF.decommission)).toBe(is);
});

test('a driver that reports nothing says nothing', () => {
  expect(reportedFlag(undefined, CONF.decommission)).toBeUndefined();
});
