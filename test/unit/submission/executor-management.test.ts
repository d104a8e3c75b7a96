import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { decideExecutorManagement, needsText } from '../../../src/submission/executor-management.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application } from './samples.ts';

const K8S = 'org.apache.spark.scheduler.cluster.k8s';
const ALLOCATOR = 'spark.kubernetes.allocation.pods.allocator';
const OWN = 'io.k8s.sparkoperator.driver.ExecutorSetPodsAllocator';

interface Row {
  readonly name: string;
  readonly spec: Partial<SparkApplicationSpec>;
  /** Where the need is written; none: the operator makes the executors. */
  readonly paths: readonly string[];
}

const ROWS: readonly Row[] = [
  { name: 'nothing', spec: {}, paths: [] },
  { name: 'Spark 3.4', spec: { sparkVersion: '3.4.0' }, paths: [] },
  { name: 'Spark 3.3', spec: { sparkVersion: '3.3.4' }, paths: ['spec.sparkVersion'] },
  { name: 'Spark 3.0', spec: { sparkVersion: '3.0.0' }, paths: ['spec.sparkVersion'] },
  { name: "Spark's usual allocator", spec: { sparkConf: { [ALLOCATOR]: 'direct' } }, paths: [] },
  { name: "the operator's allocator", spec: { sparkConf: { [ALLOCATOR]: OWN } }, paths: [] },
  ...['statefulset', 'deployment', 'org.example.Mine'].map((allocator) => ({
    name: `the allocator ${allocator}`,
    spec: { sparkConf: { [ALLOCATOR]: allocator } },
    paths: [`spec.sparkConf[${ALLOCATOR}]`],
  })),
  { name: 'a plugin of any kind', spec: { sparkConf: { 'spark.plugins': 'org.example.Mine' } }, paths: [] },
  {
    name: 'a plugin that rolls executors',
    spec: { sparkConf: { 'spark.plugins': `${K8S}.ExecutorRollPlugin` } },
    paths: [],
  },
  {
    name: 'a plugin that resizes executors',
    spec: { sparkConf: { 'spark.plugins': `org.example.Mine, ${K8S}.ExecutorResizePlugin` } },
    paths: ['spec.sparkConf[spark.plugins]'],
  },
  {
    name: 'a plugin that resizes claims',
    spec: { sparkConf: { 'spark.plugins': `${K8S}.ExecutorPVCResizePlugin` } },
    paths: ['spec.sparkConf[spark.plugins]'],
  },
  {
    name: 'all of them',
    spec: {
      sparkVersion: '3.3.4',
      sparkConf: {
        [ALLOCATOR]: 'statefulset',
        'spark.plugins': `${K8S}.ExecutorPVCResizePlugin,${K8S}.ExecutorResizePlugin`,
      },
    },
    paths: [
      'spec.sparkVersion',
      `spec.sparkConf[${ALLOCATOR}]`,
      'spec.sparkConf[spark.plugins]',
      'spec.sparkConf[spark.plugins]',
    ],
  },
];

describe('who makes the executors', () => {
  test.each(ROWS)('of an application with $name that names nobody', ({ spec, paths }) => {
    const management = decideExecutorManagement(application(spec).spec);
    const needs = management.kind === 'driver-as-needed' ? management.needs : [];
    expect(management.kind).toBe(paths.length > 0 ? 'driver-as-needed' : 'operator');
    expect(needs.map(({ path }) => path)).toEqual(paths);
    expect(validateApplication(application(spec))).toEqual([]);
  });

  test.each(ROWS)('of an application with $name that names the operator', ({ spec, paths }) => {
    const insisting = application({ ...spec, executorManagement: 'Operator' });
    expect(decideExecutorManagement(insisting.spec)).toEqual({ kind: 'operator' });
    expect(validateApplication(insisting).map(({ path }) => path)).toEqual(paths);
  });

  test.each(ROWS)('of an application with $name that names the driver', ({ spec }) => {
    const asking = application({ ...spec, executorManagement: 'Driver' });
    expect(decideExecutorManagement(asking.spec)).toEqual({ kind: 'driver-as-asked' });
    const isContradiction = spec.sparkConf?.[ALLOCATOR] === OWN;
    expect(validateApplication(asking).map(({ path }) => path)).toEqual(
      isContradiction ? [`spec.sparkConf[${ALLOCATOR}]`] : [],
    );
  });

  test('is not asked of a version that nobody can read', () => {
    const { spec } = application({ sparkVersion: 'latest' });
    expect(decideExecutorManagement(spec)).toEqual({ kind: 'operator' });
  });
});

test('a contradiction is told with the reason and both ways out', () => {
  const sparkConf = { 'spark.plugins': `${K8S}.ExecutorResizePlugin` };
  expect(validateApplication(application({ executorManagement: 'Operator', sparkConf }))).toEqual([
    {
      path: 'spec.sparkConf[spark.plugins]',
      message:
        'ExecutorResizePlugin changes executor pods from within the driver, which spec.executorManagement: Operator ' +
        'rules out. Remove it from spark.plugins. Or write Driver there.',
    },
  ]);
});

test('needs are told as sentences, each with its place', () => {
  const management = decideExecutorManagement(
    application({ sparkVersion: '3.3.4', sparkConf: { [ALLOCATOR]: 'statefulset' } }).spec,
  );
  expect(management.kind === 'driver-as-needed' && needsText(management.needs)).toBe(
    'Spark 3.3.4 cannot leave its executors to the operator (spec.sparkVersion). ' +
      `The allocator statefulset makes executors from within the driver (spec.sparkConf[${ALLOCATOR}]).`,
  );
});
