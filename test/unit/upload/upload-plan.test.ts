import { describe, expect, test } from '@jest/globals';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import type { MainResource } from '../../../src/spark/main-resource.ts';
import { localFiles, planUpload } from '../../../src/upload/upload-plan.ts';

const JAR: MainResource = { kind: 'java', uri: 'file:/home/me/app.jar' };
const plan = (main: MainResource, conf: Readonly<Record<string, string>> = {}) => {
  const planned = planUpload(SparkConf.from(conf), main, { path: 's3a://b/dir/', id: 'ID' });
  return { ...planned, conf: planned.conf.toRecord() };
};

describe('an upload', () => {
  test('puts a jar among the jars, and has Spark look for the class there', () => {
    expect(plan(JAR, { 'spark.jars': 'local:///x.jar' })).toEqual({
      conf: { 'spark.jars': 'local:///x.jar,s3a://b/dir/spark-upload-ID/app.jar' },
      main: { kind: 'java', uri: 'spark-internal' },
      uploads: [{ path: '/home/me/app.jar', target: 's3a://b/dir/spark-upload-ID/app.jar' }],
      directory: 's3a://b/dir/spark-upload-ID',
    });
  });

  test('leaves a Python file the main resource', () => {
    const { main, conf } = plan(
      { kind: 'python', uri: 'file:/a.py' },
      { 'spark.submit.pyFiles': 'file:/a.py' },
    );
    expect({ main, conf }).toEqual({
      main: { kind: 'python', uri: 's3a://b/dir/spark-upload-ID/a.py' },
      conf: { 'spark.submit.pyFiles': 's3a://b/dir/spark-upload-ID/a.py' },
    });
  });

  test('keeps fragments, and files apart that have one name', () => {
    const { conf, uploads } = plan(
      { kind: 'python', uri: 'local:///a.py' },
      {
        'spark.archives': 'file:/a/data.zip#x,file:/b/data.zip,s3a://c/data.zip',
        'spark.files': 'file:/a/data.zip',
      },
    );
    expect(conf['spark.archives']).toBe(
      's3a://b/dir/spark-upload-ID/data.zip#x,s3a://b/dir/spark-upload-ID/1/data.zip,s3a://c/data.zip',
    );
    expect(uploads.map(({ path }) => path)).toEqual(['/a/data.zip', '/b/data.zip']);
  });

  test('escapes names where URIs have to', () => {
    const { uploads } = plan({ kind: 'python', uri: 'file:/a%20b%23.py' });
    expect(uploads).toEqual([{ path: '/a b#.py', target: 's3a://b/dir/spark-upload-ID/a%20b%23.py' }]);
  });
});

test.each([
  ['spark-internal', []],
  ['local:///a.jar', []],
  ['s3a://b/a.jar', []],
  ['file:/a.jar', ['file:/a.jar']],
])('of %s the files on this disk are %j', (uri, files) => {
  expect(localFiles(SparkConf.EMPTY, { kind: 'java', uri })).toEqual(files);
});
