import { expect, test } from '@jest/globals';
import type { MainResource } from '../../../src/spark/main-resource.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { withSubmitProperties } from '../../../src/spark/submit-properties.ts';

const submit = (conf: Record<string, string>, mainResource: MainResource): SparkConf =>
  withSubmitProperties(SparkConf.from(conf), {
    master: 'k8s://x',
    name: 'app',
    mainResource,
    submittedAtMs: 5,
  });

test('says where, when and how the application was submitted', () => {
  expect(submit({}, { kind: 'python', uri: 'local:///a.py' }).toRecord()).toEqual({
    'spark.app.name': 'app',
    'spark.app.submitTime': '5',
    'spark.master': 'k8s://x',
    'spark.submit.deployMode': 'cluster',
    'spark.submit.pyFiles': '',
  });
});

test.each<{
  readonly name: string;
  readonly jars?: string;
  readonly main: MainResource;
  readonly all: string | undefined;
}>([
  {
    name: 'the main jar comes last',
    jars: 'a.jar, b.jar',
    main: { kind: 'java', uri: 'm.jar' },
    all: 'a.jar,b.jar,m.jar',
  },
  { name: 'the main jar is alone', main: { kind: 'java', uri: 'm.jar' }, all: 'm.jar' },
  {
    name: 'a class of the image brings no jar',
    main: { kind: 'java', uri: 'spark-internal' },
    all: undefined,
  },
  { name: 'a Python file is no jar', jars: 'a.jar', main: { kind: 'python', uri: 'm.py' }, all: 'a.jar' },
])('jars: $name', ({ jars, main, all }) => {
  expect(submit(jars === undefined ? {} : { 'spark.jars': jars }, main).get('spark.jars')).toBe(all);
});

test('keeps a name that the properties give', () => {
  expect(submit({ 'spark.app.name': 'mine' }, { kind: 'r', uri: 'a.R' }).get('spark.app.name')).toBe('mine');
});
