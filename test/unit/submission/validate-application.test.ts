import { expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

test('finds nothing in an application that is right', () => {
  expect(validateApplication(application())).toEqual([]);
});

test('finds everything at once', () => {
  const wrong = application({
    mode: 'client',
    mainClass: '',
    mainApplicationFile: 'pi.jar',
    driver: { memory: 'much' },
    sparkConf: { 'spark.driver.host': 'x', 'spark.master': 'y' },
  });
  expect(validateApplication(wrong).map(({ path }) => path)).toEqual([
    'spec.mode',
    'spec.mainClass',
    'spec.mainApplicationFile',
    'spec.sparkConf[spark.master]',
    'spec.sparkConf[spark.driver.host]',
    'spec.driver.memory',
  ]);
});

test.each([
  { type: 'Scala', file: 'local:///pi.py' },
  { type: 'Java', file: 'local:///pi.R' },
] as const)('$file of type $type is a script, as spark-submit has it', ({ type, file }) => {
  const { mainClass: _, ...spec } = application({ type, mainApplicationFile: file }).spec;
  expect(validateApplication({ ...application(), spec })).toEqual([]);
});

test.each(['Python', 'R'] as const)('a %s application needs no class', (type) => {
  const { mainClass: _, ...spec } = application({ type, mainApplicationFile: 'local:///a' }).spec;
  expect(validateApplication({ ...application(), spec })).toEqual([]);
});
