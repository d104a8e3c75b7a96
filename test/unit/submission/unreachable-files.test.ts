import { describe, expect, test } from '@jest/globals';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

const paths = (spec: Parameters<typeof application>[0]) =>
  validateApplication(application(spec)).map(({ path }) => path);

describe('the main file', () => {
  test.each(['local:///a.jar', 's3a://b/a.jar', 'https://x/a.jar', 'hdfs://n/a.jar', 'spark-internal'])(
    '%s can be reached',
    (mainApplicationFile) => {
      expect(paths({ mainApplicationFile })).toEqual([]);
    },
  );

  test.each(['file:///a.jar', 'FILE:/a.jar', '/a.jar', 'a.jar', ''])(
    '"%s" is on the disk of the submitter',
    (mainApplicationFile) => {
      expect(paths({ mainApplicationFile })).toEqual(['spec.mainApplicationFile']);
    },
  );

  test('the error says what to write instead', () => {
    const [violation] = validateApplication(application({ mainApplicationFile: '/a.jar' }));
    expect(violation?.message).toMatch(/"\/a.jar" is on the submitter's disk.*local:\/\/\//u);
  });
});

test.each([
  { spec: { deps: { jars: ['s3a://b/a.jar', 'b.jar'] } }, path: 'spec.deps.jars' },
  { spec: { deps: { pyFiles: ['file:///x.py'] } }, path: 'spec.deps.pyFiles' },
  { spec: { deps: { files: ['/etc/x'] } }, path: 'spec.deps.files' },
  { spec: { deps: { archives: ['env.tar.gz#env'] } }, path: 'spec.deps.archives' },
  { spec: { sparkConf: { 'spark.files': 'local:///a, b' } }, path: 'spec.sparkConf[spark.files]' },
])('dependencies are looked at, too: $path', ({ spec, path }) => {
  expect(paths(spec)).toEqual([path]);
});

describe('below the upload path', () => {
  const uploaded = {
    fileUploadPath: 'file:///tmp/spark-k8s/',
    mainApplicationFile: 'file:/tmp/spark-k8s/spark-upload-1/a.py',
    type: 'Python',
  } as const;

  test.each([
    ['/tmp/spark-k8s', []],
    ['/tmp', []],
    ['/tmp/spark', ['spec.mainApplicationFile']],
    ['/other', ['spec.mainApplicationFile']],
  ])('a file can be reached by a driver with a volume at %s: %j', (mountPath, wrong) => {
    const volume = 'spark.kubernetes.driver.volumes.nfs.up';
    const sparkConf = {
      [`${volume}.mount.path`]: mountPath,
      [`${volume}.options.path`]: '/',
      [`${volume}.options.server`]: 'nfs',
    };
    expect(paths({ ...uploaded, sparkConf })).toEqual(wrong);
  });

  test('a file beside it cannot', () => {
    expect(paths({ ...uploaded, mainApplicationFile: 'file:/tmp/spark-k8s-2/a.py' })).toEqual([
      'spec.mainApplicationFile',
    ]);
  });
});
