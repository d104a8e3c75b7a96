import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { PROPERTIES } from '../../../src/spark/properties.ts';
import { applicationWarnings } from '../../../src/submission/application-warnings.ts';
import { application } from './samples.ts';

const HOOKS = { postStart: { exec: { command: ['true'] } } };

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

test.each<readonly [string, Partial<SparkApplicationSpec>]>([
  ['spec.retryInterval', { retryInterval: 5 }],
  ['spec.monitoring', { monitoring: { exposeDriverMetrics: true, exposeExecutorMetrics: false } }],
  ['spec.batchSchedulerOptions', { batchSchedulerOptions: { queue: 'q' } }],
  [
    'spec.batchSchedulerOptions.priorityClassName',
    { batchScheduler: 'yunikorn', batchSchedulerOptions: { queue: 'q', priorityClassName: 'p' } },
  ],
  [
    'spec.batchSchedulerOptions.queue',
    { batchScheduler: 'kube-scheduler', batchSchedulerOptions: { queue: 'q', resources: { cpu: 1 } } },
  ],
  ['spec.driver.schedulerName', { batchScheduler: 'volcano', driver: { schedulerName: 'mine' } }],
])('warns about %s, which nothing reads', (path, spec) => {
  expect(applicationWarnings(application(spec)).map((warning) => warning.path)).toEqual([path]);
});

test.each<Partial<SparkApplicationSpec>>([
  { batchScheduler: 'volcano', batchSchedulerOptions: { queue: 'q', priorityClassName: 'p', resources: {} } },
  { batchScheduler: 'kube-scheduler', driver: { schedulerName: 'mine' } },
  { batchScheduler: 'volcano', driver: { schedulerName: 'volcano' } },
])('says nothing of a group that is as it is meant: %j', (spec) => {
  expect(applicationWarnings(application(spec))).toEqual([]);
});

/** Paths of what is warned about where the driver makes the executors. */
const warningsInDriverMode = (spec: Partial<SparkApplicationSpec>) =>
  applicationWarnings(application({ executorManagement: 'Driver', ...spec })).map(({ path }) => path);

describe('in Driver mode', () => {
  test.each(PROPERTIES.filter(({ inDriverMode }) => inDriverMode).map(({ key }) => key))(
    '%s has an effect',
    (key) => {
      expect(warningsInDriverMode({ sparkConf: { [key]: '1' } })).toEqual([]);
      expect(applicationWarnings(application({ sparkConf: { [key]: '1' } }))).toHaveLength(1);
    },
  );

  test.each<{
    readonly name: string;
    readonly spec: Partial<SparkApplicationSpec>;
    readonly paths: string[];
  }>([
    {
      name: 'a memory limit has none, since Spark sets it',
      spec: { executor: { memoryLimit: '4g' } },
      paths: ['spec.executor.memoryLimit'],
    },
    { name: 'that of the driver has', spec: { driver: { memoryLimit: '4g' } }, paths: [] },
    { name: 'hooks have one', spec: { executor: { lifecycle: HOOKS } }, paths: [] },
    {
      name: "hooks have none beside Spark's own",
      spec: { executor: { lifecycle: HOOKS }, sparkConf: { 'spark.decommission.enabled': 'true' } },
      paths: ['spec.executor.lifecycle'],
    },
    {
      name: 'what is for spark-submit still has none',
      spec: { sparkConf: { 'spark.kubernetes.report.interval': '1s' } },
      paths: ['spec.sparkConf[spark.kubernetes.report.interval]'],
    },
  ])('$name', ({ spec, paths }) => {
    expect(warningsInDriverMode(spec)).toEqual(paths);
  });
});

test('has nothing to say about an application without properties', () => {
  expect(applicationWarnings(application())).toEqual([]);
});
