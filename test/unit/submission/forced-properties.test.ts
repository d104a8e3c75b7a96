import { describe, expect, test } from '@jest/globals';
import { parseExecutorSettings, type ExecutorSettings } from '../../../src/executors/executor-settings.ts';
import { buildExecutor } from '../../../src/pod/build-executor.ts';
import { executorClaims } from '../../../src/pod/executor-claims.ts';
import { parseExecutorTemplate, type ExecutorTemplate } from '../../../src/pod/executor-template.ts';
import { parseProperties } from '../../../src/spark/properties-file.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';
import { FORCED_PROPERTIES, withForcedProperties } from '../../../src/submission/forced-properties.ts';
import { application, planOf } from './samples.ts';

const forced = (submitted: Record<string, string> = {}) =>
  withForcedProperties(SparkConf.from(submitted), 'pi-1');

/** What the operator acts by is read from the properties as they were submitted, which executors are made from. */
const actsBy = {
  'nothing of it': () => undefined,
  polling: ({ settings }: Acting) => settings.polling,
  watching: ({ settings }: Acting) => settings.watching,
  deletion: ({ settings }: Acting) => settings.deleteOnTermination,
  retiring: ({ settings }: Acting) => settings.deleteGraceMs,
  labelling: ({ settings }: Acting) => settings.decommissionLabel?.name,
  claims: ({ template }: Acting) =>
    executorClaims(template, buildExecutor(template, { id: 1, profile: { id: 0 } }), {}).claimsGoWithPod,
};

interface Acting {
  readonly settings: ExecutorSettings;
  readonly template: ExecutorTemplate;
}

const ALLOCATOR = 'io.k8s.sparkoperator.driver.ExecutorSetPodsAllocator';

/** Every property of the table: what somebody set, what the driver gets, and what becomes of the user's own value. */
const ROWS: readonly {
  readonly key: string;
  readonly set: string;
  readonly driver: string | undefined;
  readonly actsBy: keyof typeof actsBy;
  readonly as?: unknown;
}[] = [
  {
    key: 'spark.kubernetes.allocation.pods.allocator',
    set: 'direct',
    driver: ALLOCATOR,
    actsBy: 'nothing of it',
  },
  { key: 'spark.operator.executorSet.name', set: 'mine', driver: 'pi-1', actsBy: 'nothing of it' },
  {
    key: 'spark.driver.extraClassPath',
    set: '/a',
    driver: '/a:/opt/spark-operator/driver-plugin.jar',
    actsBy: 'nothing of it',
  },
  {
    key: 'spark.kubernetes.executor.enableApiWatcher',
    set: 'false',
    driver: 'false',
    actsBy: 'watching',
    as: false,
  },
  {
    key: 'spark.kubernetes.executor.enableApiPolling',
    set: 'true',
    driver: 'false',
    actsBy: 'polling',
    as: true,
  },
  {
    key: 'spark.kubernetes.executor.disableConfigMap',
    set: 'false',
    driver: 'true',
    actsBy: 'nothing of it',
  },
  {
    key: 'spark.kubernetes.executor.deleteOnTermination',
    set: 'false',
    driver: 'true',
    actsBy: 'deletion',
    as: false,
  },
  {
    key: 'spark.kubernetes.driver.service.deleteOnTermination',
    set: 'true',
    driver: 'false',
    actsBy: 'nothing of it',
  },
  {
    key: 'spark.kubernetes.driver.ownPersistentVolumeClaim',
    set: 'true',
    driver: 'false',
    actsBy: 'claims',
    as: false,
  },
  {
    key: 'spark.kubernetes.dynamicAllocation.deleteGracePeriod',
    set: '7s',
    driver: '3650d',
    actsBy: 'retiring',
    as: 7_000,
  },
  {
    key: 'spark.kubernetes.driver.annotateExitException',
    set: 'true',
    driver: 'false',
    actsBy: 'nothing of it',
  },
  {
    key: 'spark.kubernetes.executor.decommissionLabel',
    set: 'x',
    driver: undefined,
    actsBy: 'labelling',
    as: 'x',
  },
];

describe('what is forced in the properties of a driver', () => {
  test('is all in the table below', () => {
    expect(ROWS.map(({ key }) => key)).toEqual(FORCED_PROPERTIES.map(({ key }) => key));
  });

  test.each(ROWS)('$key: $set is $driver to the driver, and the operator acts by $actsBy', (row) => {
    const { configMapData } = planOf(application({ sparkConf: { [row.key]: row.set } }));
    const inFile = (file: string) => parseProperties(configMapData[file] ?? '').get(row.key);
    expect(inFile('spark.properties')).toBe(row.driver);
    expect(inFile('submitted.properties')).toBe(row.set);
    const template = parseExecutorTemplate(configMapData, { name: 'pi-driver', uid: 'uid', ip: '10.0.0.1' });
    const acting = { template, settings: parseExecutorSettings(template.conf) };
    expect(actsBy[row.actsBy](acting)).toBe(row.as);
  });

  test.each([
    { submitted: {}, classPath: '/opt/spark-operator/driver-plugin.jar' },
    {
      submitted: { 'spark.driver.extraClassPath': '/a:/b' },
      classPath: '/a:/b:/opt/spark-operator/driver-plugin.jar',
    },
  ])('the class path ends in the jar: $classPath', ({ submitted, classPath }) => {
    expect(forced(submitted as Record<string, string>).get('spark.driver.extraClassPath')).toBe(classPath);
  });

  test('everything else stays', () => {
    expect(forced({ 'spark.sql.ansi.enabled': 'true' }).get('spark.sql.ansi.enabled')).toBe('true');
  });

  test('each property has a reason and comes once', () => {
    expect(FORCED_PROPERTIES.every(({ because }) => because.length > 10)).toBe(true);
    expect(new Set(FORCED_PROPERTIES.map(({ key }) => key)).size).toBe(FORCED_PROPERTIES.length);
  });
});
