import { expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

const MIN = 'spark.dynamicAllocation.minExecutors';
const MAX = 'spark.dynamicAllocation.maxExecutors';
const on = { 'spark.dynamicAllocation.enabled': 'true' };

test.each([
  {
    name: 'bounds in fields',
    spec: { dynamicAllocation: { enabled: true, minExecutors: 3, maxExecutors: 2 } },
    path: 'spec.dynamicAllocation.minExecutors',
    says: `${MIN} is 3, above ${MAX}, 2. Lower it, or raise the other.`,
  },
  {
    name: 'bounds in properties',
    spec: { sparkConf: { ...on, [MIN]: '3', [MAX]: '2' } },
    path: `spec.sparkConf[${MIN}]`,
    says: 'above',
  },
  {
    name: 'no executors at all',
    spec: { sparkConf: { ...on, [MAX]: '0' } },
    path: `spec.sparkConf[${MAX}]`,
    says: 'Write 1 or more',
  },
])('$name: refused with the way out', ({ spec, path, says }) => {
  const found = validateApplication(application(spec));
  expect(found).toMatchObject([{ path, message: expect.stringContaining(says) }]);
});

test.each([
  { name: 'bounds while allocation is off', spec: { sparkConf: { [MIN]: '3', [MAX]: '0' } } },
  { name: 'one bound', spec: { sparkConf: { ...on, [MIN]: '3' } } },
  { name: 'equal bounds', spec: { sparkConf: { ...on, [MIN]: '3', [MAX]: '3' } } },
])('$name: accepted', ({ spec }) => {
  expect(validateApplication(application(spec))).toEqual([]);
});
