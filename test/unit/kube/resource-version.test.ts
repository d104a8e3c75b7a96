import { expect, test } from '@jest/globals';
import { isOlderVersion } from '../../../src/kube/resource-version.ts';

test.each([
  { one: '9', other: '10', older: true },
  { one: '10', other: '9', older: false },
  { one: '10', other: '10', older: false },
  { one: '90071992547409930', other: '90071992547409931', older: true },
  { one: '0', other: '5', older: false },
  { one: 'a1', other: '5', older: false },
  { one: '5', other: '', older: false },
])('"$one" is older than "$other": $older', ({ one, other, older }) => {
  expect(isOlderVersion(one, other)).toBe(older);
});
