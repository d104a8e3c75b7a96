import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import { PROPERTIES } from '../../../src/spark/properties.ts';
import {
  applicationWarnings,
  ignoredSettings,
  unnamedAccount,
} from '../../../src/submission/application-warnings.ts';
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
  expect(ignoredSettings(application({ sparkConf }))).toEqual([{ path: `spec.sparkConf[${key}]`, message }]);
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
  expect(ignoredSettings(application(spec)).map((warning) => warning.path)).toEqual([path]);
});

test.each<Partial<SparkApplicationSpec>>([
  { batchScheduler: 'volcano', batchSchedulerOptions: { queue: 'q', priorityClassName: 'p', resources: {} } },
  { batchScheduler: 'kube-scheduler', driver: { schedulerName: 'mine' } },
  { batchScheduler: 'volcano', driver: { schedulerName: 'volcano' } },
])('says nothing of a group that is as it is meant: %j', (spec) => {
  expect(ignoredSettings(application(spec))).toEqual([]);
});

/** Paths of what is warned about where the driver makes the executors. */
const warningsInDriverMode = (spec: Partial<SparkApplicationSpec>) =>
  ignoredSettings(application({ executorManagement: 'Driver', ...spec })).map(({ path }) => path);

describe('in Driver mode', () => {
  test.each(PROPERTIES.filter(({ inDriverMode }) => inDriverMode).map(({ key }) => key))(
    '%s has an effect',
    (key) => {
      expect(warningsInDriverMode({ sparkConf: { [key]: '1' } })).toEqual([]);
      expect(ignoredSettings(application({ sparkConf: { [key]: '1' } }))).toHaveLength(1);
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
  expect(ignoredSettings(application())).toEqual([]);
});

const ACCOUNT = { serviceAccount: 'spark' };
const warned = (spec: Partial<SparkApplicationSpec>): readonly (readonly [string, string])[] =>
  applicationWarnings(application({ driver: ACCOUNT, ...spec })).map(({ path, message }) => [path, message]);

const RIGHTS = /Driver mode then, .* needs the rights of deploy\/driver-mode-account\.yaml\./u;

test.each<{
  readonly name: string;
  readonly spec: Partial<SparkApplicationSpec>;
  readonly told: readonly (readonly [string, RegExp])[];
}>([
  { name: 'a version that is known', spec: { sparkVersion: '3.5.1' }, told: [] },
  {
    name: 'a version that is newer than this release',
    spec: { sparkVersion: '4.9.0' },
    told: [['spec.sparkVersion', /does not know Spark 4\.9: .* as for 4\.3\. It knows 3\.3, 3\.4,/u]],
  },
  {
    name: 'a version that was never made',
    spec: { sparkVersion: '3.9.0' },
    told: [['spec.sparkVersion', /does not know Spark 3\.9: .* as for 3\.5\./u]],
  },
  {
    name: 'a version whose drivers make executors themselves, with what it needs',
    spec: { sparkVersion: '3.3.4' },
    told: [['spec.sparkVersion', RIGHTS]],
  },
  {
    name: 'one before these',
    spec: { sparkVersion: '3.1.3' },
    told: [
      ['spec.sparkVersion', /does not know Spark 3\.1: .* as for 3\.3\./u],
      ['spec.sparkVersion', RIGHTS],
    ],
  },
  {
    name: 'such a version, where Driver mode is asked for',
    spec: { sparkVersion: '3.3.4', executorManagement: 'Driver' },
    told: [],
  },
  {
    name: 'an allocator that needs Driver mode',
    spec: { sparkConf: { 'spark.kubernetes.allocation.pods.allocator': 'statefulset' } },
    told: [['spec.sparkConf[spark.kubernetes.allocation.pods.allocator]', RIGHTS]],
  },
  {
    name: 'a driver without an account',
    spec: { driver: {} },
    told: [
      ['spec.driver.serviceAccount', /may update executor sets, .* deploy\/job-account\.yaml: spark\.$/u],
    ],
  },
  {
    name: 'such a driver in Driver mode',
    spec: { driver: {}, executorManagement: 'Driver' },
    told: [['spec.driver.serviceAccount', /may make pods, .* deploy\/driver-mode-account\.yaml: spark\.$/u]],
  },
  {
    name: 'properties, version and account together',
    spec: { driver: {}, sparkVersion: '5.0.0', retryInterval: 5 },
    told: [
      ['spec.retryInterval', /./u],
      ['spec.sparkVersion', /./u],
      ['spec.driver.serviceAccount', /./u],
    ],
  },
])('of $name', ({ spec, told }) => {
  expect(warned(spec)).toEqual(told.map(([path, says]) => [path, expect.stringMatching(says)]));
});

test.each<readonly [string, Partial<SparkApplicationSpec>]>([
  ['a property', { sparkConf: { 'spark.kubernetes.authenticate.driver.serviceAccountName': 'me' } }],
  ['a template', { driver: { template: {} } }],
  ['a template in a file', { sparkConf: { 'spark.kubernetes.driver.podTemplateFile': '/t.yaml' } }],
])('an account may be named by %s', (_, spec) => {
  expect(unnamedAccount(application(spec))).toEqual([]);
});

test.each(['2.4.8', 'latest'])('where version %s is refused, nothing else is said of it', (sparkVersion) => {
  const violations = [{ path: 'spec.sparkVersion', message: 'no' }];
  expect(applicationWarnings(application({ sparkVersion, driver: ACCOUNT }), violations)).toEqual([]);
});
