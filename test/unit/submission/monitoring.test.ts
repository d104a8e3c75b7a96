import { expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { JMX_CONFIGURATION, JMX_RULES } from '../../../src/submission/jmx-exporter.ts';
import { monitoringObjects, withMonitoring } from '../../../src/submission/monitoring.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { application, planOf, podsOf, sparkContainer } from './samples.ts';

const prometheus = { jmxExporterJar: '/prometheus/jmx.jar' };
const BOTH = { exposeDriverMetrics: true, exposeExecutorMetrics: true, prometheus };

test.each([
  { name: 'no monitoring', spec: {} },
  {
    name: 'nobody to expose',
    spec: { monitoring: { ...BOTH, exposeDriverMetrics: false, exposeExecutorMetrics: false } },
  },
  {
    name: 'no word of how',
    spec: { monitoring: { exposeDriverMetrics: true, exposeExecutorMetrics: true } },
  },
])('with $name nothing is added', ({ spec }) => {
  const given = application(spec);
  expect(withMonitoring(given)).toBe(given);
  expect(monitoringObjects(given)).toEqual([]);
});

test('both roles get the agent, its port and files, and annotations that Prometheus finds them by', () => {
  const given = application({ monitoring: BOTH, driver: { javaOptions: '-Da=b' } });
  expect(validateApplication(given)).toEqual([]);
  const pods = podsOf(given);
  for (const role of ['driver', 'executor'] as const) {
    expect(pods[role].metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8090',
      'prometheus.io/path': '/metrics',
    });
    const { ports, volumeMounts } = sparkContainer(pods[role]);
    expect(ports).toContainEqual({ name: 'jmx-exporter', protocol: 'TCP', containerPort: 8090 });
    expect(volumeMounts).toContainEqual({
      name: 'pi-prom-conf-vol',
      mountPath: '/etc/metrics/conf',
      readOnly: true,
    });
    expect(pods[role].spec.volumes).toContainEqual({
      name: 'pi-prom-conf-vol',
      configMap: { name: 'pi-prom-conf' },
    });
  }
  const { configMapData, sideObjects } = planOf(given);
  const agent = String.raw`-javaagent\:/prometheus/jmx.jar\=8090\:/etc/metrics/conf/prometheus.yaml`;
  for (const line of [
    String.raw`spark.driver.extraJavaOptions=-Da\=b ${agent}`,
    `spark.executor.extraJavaOptions=${agent}`,
    'spark.metrics.conf=/etc/metrics/conf/metrics.properties',
    'spark.metrics.namespace=jobs.pi',
  ]) {
    expect(configMapData['spark.properties']?.split('\n')).toContain(line);
  }
  const files = sideObjects.find(({ object }) => object.metadata.name === 'pi-prom-conf');
  expect(files?.object).toMatchObject({
    kind: 'ConfigMap',
    data: {
      'metrics.properties': expect.stringContaining('org.apache.spark.metrics.sink.JmxSink'),
      'prometheus.yaml': JMX_CONFIGURATION,
    },
  });
});

test('one role alone is exposed, and what the application says itself wins', () => {
  const given = application({
    monitoring: {
      ...BOTH,
      exposeExecutorMetrics: false,
      metricsPropertiesFile: '/own.properties',
      prometheus: { ...prometheus, port: 9090, portName: 'jmx', configFile: '/own.yaml' },
    },
    driver: { annotations: { 'prometheus.io/path': '/own' } },
    sparkConf: { 'spark.metrics.namespace': 'own', 'spark.driver.extraJavaOptions': '-Da=b' },
  });
  const { spec } = withMonitoring(given);
  expect(spec.executor).toEqual(given.spec.executor);
  expect(spec.driver).toMatchObject({
    javaOptions: '-Da=b -javaagent:/prometheus/jmx.jar=9090:/own.yaml',
    annotations: { 'prometheus.io/path': '/own', 'prometheus.io/port': '9090' },
    ports: [{ name: 'jmx', containerPort: 9090 }],
  });
  expect(spec.sparkConf).toMatchObject({
    'spark.metrics.namespace': 'own',
    'spark.metrics.conf': '/own.properties',
  });
});

/** The metric that a bean becomes, as the agent finds it: the first rule that fits, with its groups filled in. */
function metricOf(bean: string): string | undefined {
  for (const { pattern, name, labels } of JMX_RULES) {
    const groups = new RegExp(`^${pattern}$`, 'u').exec(bean);
    if (groups === null) continue;
    const filled = (text: string): string =>
      text.replaceAll(/\$(\d)/gu, (_, index: string) => groups[Number(index)] ?? '');
    const shown = Object.entries(labels).map(([label, value]) => `${label}=${filled(value)}`);
    return `${filled(name)}{${shown.join(',')}}`;
  }
  return undefined;
}

const OF_PI = 'app_namespace=jobs,app_id=pi';

test.each([
  {
    bean: 'driver.BlockManager.memory.memUsed_MB, type=gauges><>Value',
    metric: `spark_driver_BlockManager_memory.memUsed_MB{${OF_PI}}`,
  },
  {
    bean: 'driver.DAGScheduler.job.activeJobs><>Value',
    metric: `spark_driver_DAGScheduler_job.activeJobs{${OF_PI}}`,
  },
  {
    bean: 'driver.DAGScheduler.messageProcessingTime, type=timers><>Count',
    metric: `spark_driver_DAGScheduler_messageProcessingTime_count{${OF_PI}}`,
  },
  {
    bean: 'driver.LiveListenerBus.numEventsPosted, type=counters><>Count',
    metric: `spark_driver_LiveListenerBus_numEventsPosted_count{${OF_PI}}`,
  },
  {
    bean: 'driver.spark.streaming.clicks.latency, type=gauges><>Value',
    metric: `spark_structured_streaming_driver_latency{${OF_PI},query_name=clicks}`,
  },
  {
    bean: '3.executor.threadpool.activeTasks, type=gauges><>Value',
    metric: `spark_executor_threadpool.activeTasks{${OF_PI},executor_id=3}`,
  },
  {
    bean: '3.executor.bytesRead, type=counters><>Count',
    metric: `spark_executor_bytesRead_count{${OF_PI},executor_id=3}`,
  },
  {
    bean: '3.CodeGenerator.compilationTime, type=histograms><>Count',
    metric: `spark_executor_CodeGenerator_compilationTime_count{${OF_PI},executor_id=3}`,
  },
  { bean: 'driver.appStatus.jobDuration, type=gauges><>Value', metric: undefined },
])('$bean becomes $metric', ({ bean, metric }) => {
  expect(metricOf(`metrics<name=jobs.pi.${bean}`)).toBe(metric);
});

test("the agent's file has all rules", () => {
  expect(load(JMX_CONFIGURATION)).toEqual({
    lowercaseOutputName: true,
    attrNameSnakeCase: true,
    rules: JMX_RULES,
  });
});
