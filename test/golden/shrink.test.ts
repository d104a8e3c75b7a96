import { expect, test } from '@jest/globals';
import { PLAIN_CASE, type OracleCase } from '../oracle/oracle-case.ts';
import { shrink } from '../oracle/shrink.ts';

const fails = ({ conf }: OracleCase): Promise<boolean> => Promise.resolve('b' in conf && conf['d'] === '4');

test('a failing case loses all that does not matter', async () => {
  const failing: OracleCase = {
    ...PLAIN_CASE,
    conf: { a: '1', b: '2', c: '3', d: '4' },
    arguments: ['x'],
    proxyUser: 'alice',
    files: { f: '' },
  };
  expect(await shrink(failing, fails)).toEqual({
    kind: PLAIN_CASE.kind,
    resource: PLAIN_CASE.resource,
    conf: { b: '2', d: '4' },
    arguments: [],
  });
});
