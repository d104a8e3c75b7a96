import { describe, expect, test } from '@jest/globals';
import { executorEnvironment } from '../../../src/pod/executor-environment.ts';
import { parseExecutorConf } from '../../../src/pod/executor-conf.ts';
import { APP_ID, executorConf, executorTemplate } from './samples.ts';

const RECOVERY = 'spark.kubernetes.allocation.recoveryMode.enabled';

const environment = (properties: Record<string, string>) =>
  Object.fromEntries(executorEnvironment(executorConf(properties)).map(({ name, value }) => [name, value]));

describe('the environment of an executor', () => {
  test("comes in Spark's order", () => {
    const properties = {
      'spark.executorEnv.MINE': '1',
      'spark.executor.extraClassPath': '/x/*',
      'spark.executor.extraLibraryPath': '/lib',
      'spark.executor.extraJavaOptions': '-Da=b',
      'spark.ui.custom.executor.log.url': 'http://logs',
    };
    expect(executorEnvironment(executorConf(properties)).map(({ name }) => name)).toEqual([
      'SPARK_USER',
      'SPARK_DRIVER_URL',
      'SPARK_EXECUTOR_CORES',
      'SPARK_EXECUTOR_MEMORY',
      'SPARK_APPLICATION_ID',
      'SPARK_CONF_DIR',
      'SPARK_EXECUTOR_ID',
      'SPARK_RESOURCE_PROFILE_ID',
      'SPARK_EXECUTOR_ATTRIBUTE_APP_ID',
      'SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID',
      'MINE',
      'SPARK_CLASSPATH',
      'SPARK_EXECUTOR_LIBRARY_PATH',
      'SPARK_JAVA_OPT_0',
      'SPARK_EXECUTOR_POD_IP',
      'SPARK_EXECUTOR_POD_NAME',
    ]);
  });

  test.each([
    { name: 'as many cores as it has', properties: {}, request: {}, cores: '4' },
    { name: 'those of one task in recovery mode', properties: {}, request: { oneTask: true }, cores: '1' },
    {
      name: 'the same where the properties say so',
      properties: { [RECOVERY]: 'true' },
      request: {},
      cores: '1',
    },
    {
      name: 'all where the properties forbid recovery mode',
      properties: { [RECOVERY]: 'false' },
      request: {},
      cores: '4',
    },
    {
      name: 'whole ones, where a task takes a part of one',
      properties: { 'spark.task.cpus': '1.5' },
      request: { oneTask: true },
      cores: '2',
    },
    {
      name: 'those that tasks of its profile take',
      properties: {},
      request: { oneTask: true, profile: { id: 1, cores: 8, taskCpus: 3 } },
      cores: '3',
    },
  ])('says that it has $name', ({ properties, request, cores }) => {
    const conf = executorConf(
      { 'spark.executor.cores': '4', ...(properties as Record<string, string>) },
      request,
    );
    expect(executorEnvironment(conf)).toContainEqual({ name: 'SPARK_EXECUTOR_CORES', value: cores });
    expect(conf.size.cores).toBe(request.profile?.cores ?? 4);
  });

  test.each<{
    readonly name: string;
    readonly properties: Record<string, string>;
    readonly ip: string;
    readonly url: string;
  }>([
    { name: 'by IP', properties: {}, ip: '10.0.0.7', url: '10.0.0.7:7078' },
    { name: 'by IPv6', properties: { 'spark.driver.port': '7100' }, ip: 'fd00::7', url: '[fd00::7]:7100' },
    {
      name: 'by service where the properties say so',
      properties: {
        'spark.kubernetes.executor.useDriverPodIP': 'false',
        'spark.driver.host': 'app-svc.jobs.svc',
      },
      ip: '10.0.0.7',
      url: 'app-svc.jobs.svc:7078',
    },
  ])('knows the driver $name', ({ properties, ip, url }) => {
    const template = executorTemplate(properties);
    const conf = parseExecutorConf(
      { ...template, driver: { ...template.driver, ip } },
      { id: 1, profile: { id: 0 } },
    );
    expect(executorEnvironment(conf)[1]).toEqual({
      name: 'SPARK_DRIVER_URL',
      value: `spark://CoarseGrainedScheduler@${url}`,
    });
  });

  test('gives java options one by one: the defaults, the own ones, then the startup properties', () => {
    const options = environment({
      'spark.executor.defaultJavaOptions': '-Dz=1',
      'spark.executor.extraJavaOptions': '-Dq="a b" -Did={{APP_ID}}-{{EXECUTOR_ID}}',
      'spark.network.timeout': '3s',
      'spark.authenticate.secret': 'hidden',
      'spark.driver.port': '7100',
    });
    expect(Object.entries(options).filter(([name]) => name.startsWith('SPARK_JAVA_OPT_'))).toEqual([
      ['SPARK_JAVA_OPT_0', '-Dz=1'],
      ['SPARK_JAVA_OPT_1', '-Dq=a b'],
      ['SPARK_JAVA_OPT_2', `-Did=${APP_ID}-3`],
      ['SPARK_JAVA_OPT_3', '-Dspark.driver.port=7100'],
      ['SPARK_JAVA_OPT_4', '-Dspark.network.timeout=3s'],
    ]);
  });

  test('fills in the ids of its directories', () => {
    const { SPARK_EXECUTOR_DIRS } = environment({
      'spark.executorEnv.SPARK_EXECUTOR_DIRS': '/x/SPARK_APPLICATION_ID/SPARK_EXECUTOR_ID',
    });
    expect(SPARK_EXECUTOR_DIRS).toBe(`/x/${APP_ID}/3`);
  });
});
