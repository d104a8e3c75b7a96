import { expect, test } from '@jest/globals';
import { applicationWarnings } from '../../../src/submission/application-warnings.ts';
import { application } from './samples.ts';

test.each([
  {
    name: 'a misspelt property, with the one that was meant',
    key: 'spark.kubernetes.driver.requst.cores',
    message: 'No version of Spark knows this property. Did you mean spark.kubernetes.driver.request.cores?',
  },
  {
    name: 'a property without effect, with the reason',
    key: 'spark.kubernetes.report.interval',
    message: 'The property has no effect: it is for spark-submit, and no spark-submit runs.',
  },
])('warns about $name', ({ key, message }) => {
  const sparkConf = { [key]: '1', 'spark.kubernetes.driver.label.team': 'a', 'my.own': 'b' };
  expect(applicationWarnings(application({ sparkConf }))).toEqual([
    { path: `spec.sparkConf[${key}]`, message },
  ]);
});

test('has nothing to say about an application without properties', () => {
  expect(applicationWarnings(application())).toEqual([]);
});
