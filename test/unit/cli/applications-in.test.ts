import { describe, expect, test } from '@jest/globals';
import { dump } from 'js-yaml';
import { applicationsIn } from '../../../src/cli/applications-in.ts';
import { application } from '../submission/samples.ts';

const ASSUMED = { namespace: 'here', uid: 'some-uid' };
const PI = application();

const yaml = (...documents: readonly unknown[]): string => documents.map((each) => dump(each)).join('---\n');
const found = (...documents: readonly unknown[]) => applicationsIn(yaml(...documents), ASSUMED);

describe('what is read', () => {
  test('every application of the file, and nothing else', () => {
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    const other = application({}, { name: 'other' });
    expect(found(PI, configMap, null, other).map(({ title }) => title)).toEqual(['jobs/pi', 'jobs/other']);
  });

  test('the items of a list', () => {
    expect(found({ apiVersion: 'v1', kind: 'List', items: [PI] }).map(({ title }) => title)).toEqual([
      'jobs/pi',
    ]);
  });

  test('JSON as well', () => {
    expect(applicationsIn(JSON.stringify(PI), ASSUMED)).toHaveLength(1);
  });

  test('anchors that are merged', () => {
    const text = dump(PI)
      .replace('driver: {}', 'driver: &a { memory: 1g }')
      .replace('executor: {}', 'executor: { <<: *a }');
    expect(applicationsIn(text, ASSUMED)[0]?.application?.spec.executor.memory).toBe('1g');
  });

  test('its own namespace, or the assumed one, and the assumed uid', () => {
    const { namespace: _, uid: __, ...metadata } = PI.metadata;
    const [first, second] = found(PI, { ...PI, metadata });
    expect(first?.application?.metadata).toMatchObject({ namespace: 'jobs', uid: 'some-uid' });
    expect(second?.application?.metadata).toMatchObject({ namespace: 'here', uid: 'some-uid' });
  });

  test('fields that are null are as if they were not there', () => {
    const [only] = found({ ...PI, spec: { ...PI.spec, sparkConf: null } });
    expect(only?.application?.spec).not.toHaveProperty('sparkConf');
  });
});

describe('what is wrong', () => {
  test.each([
    { name: 'apiVersion', document: { ...PI, apiVersion: 'v1' }, paths: ['apiVersion'] },
    { name: 'no name', document: { ...PI, metadata: {} }, paths: ['metadata.name'] },
    { name: 'no spec', document: { ...PI, spec: undefined }, paths: ['spec'] },
    {
      name: 'a type, and a field',
      document: { ...PI, spec: { ...PI.spec, sparkVersion: 4.3, drivre: {} } },
      paths: ['spec.sparkVersion', 'spec.drivre'],
    },
    {
      name: 'a type that need not be there, and what the operator finds',
      document: {
        ...PI,
        spec: { ...PI.spec, image: 7, batchScheduler: ['x'], driver: { memory: '5x' } },
      },
      paths: ['spec.image', 'spec.batchScheduler', 'spec.driver.memory'],
    },
    {
      name: 'a field, and what the operator finds',
      document: { ...PI, spec: { ...PI.spec, image: '', drivre: {} } },
      paths: ['spec.drivre', 'spec.image'],
    },
  ])('$name', ({ document, paths }) => {
    const [only] = applicationsIn(JSON.stringify(document), ASSUMED);
    expect(only?.violations.map(({ path }) => path)).toEqual(paths);
    expect(only?.application).toBeUndefined();
  });

  test('an application without a name goes by its place in the file', () => {
    expect(found(PI, { kind: 'SparkApplication' })[1]?.title).toBe('document 2');
  });

  test('is told with all warnings, but of one field once', () => {
    const spec = { ...PI.spec, image: 7, driver: { serviceAccount: 8 }, retryInterval: 5 };
    const [only] = applicationsIn(JSON.stringify({ ...PI, spec }), ASSUMED);
    expect(only?.violations.map(({ path }) => path)).toEqual(['spec.image', 'spec.driver.serviceAccount']);
    expect(only?.warnings.map(({ path }) => path)).toEqual(['spec.retryInterval']);
  });

  test('warnings keep nothing from being used', () => {
    const [only] = found(
      application({ sparkConf: { 'spark.kubernetes.nmaespace': 'x' }, driver: { serviceAccount: 'spark' } }),
    );
    expect(only?.warnings.map(({ path }) => path)).toEqual(['spec.sparkConf[spark.kubernetes.nmaespace]']);
    expect(only?.application).toBeDefined();
  });
});
