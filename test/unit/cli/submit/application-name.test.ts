import { expect, test } from '@jest/globals';
import { applicationName } from '../../../../src/cli/submit/application-name.ts';

const ID = '0123456789abcdef';

test.each([
  ['pi', undefined, 'pi'],
  ['My Pi!', ID, `my-pi-${ID}`],
  ['9 lives', undefined, 'spark-9-lives'],
  ['---', undefined, 'spark-'.replace(/-$/u, '')],
  ['x'.repeat(80), ID, `${'x'.repeat(46)}-${ID}`],
])('%s is named %s', (name, id, expected) => {
  expect(applicationName(name, id)).toBe(expected);
});
