import { dump } from 'js-yaml';

/** One rule of the JMX exporter: the bean it is for, and the metric that it becomes. */
interface JmxRule {
  readonly pattern: string;
  readonly name: string;
  readonly type: 'GAUGE' | 'COUNTER';
  readonly labels: Readonly<Record<string, string>>;
}

/** `spark.metrics.namespace`: the namespace and the name of the application, neither of which has a dot. */
const START = String.raw`metrics<name=([^.]+)\.([^.]+)`;
/** Newer versions of the metrics library name the type of each bean. */
const END = String.raw`(?:, type=\w+)?><>`;
const OF_APPLICATION = { app_namespace: '$1', app_id: '$2' };

/** A bean of the driver. */
const driver = (bean: string, attribute: string): string =>
  String.raw`${START}\.driver\.${bean}${END}${attribute}`;

/** A bean of one executor. */
const executor = (bean: string, attribute: string): string =>
  String.raw`${START}\.(\d+)\.${bean}${END}${attribute}`;

const OF_EXECUTOR = { ...OF_APPLICATION, executor_id: '$3' };
const LIBRARIES = '(HiveExternalCatalog|CodeGenerator|LiveListenerBus)';

/**
 * What the agent makes of Spark's beans where the application does not say it; the names of the metrics are those that
 * people's dashboards know from the kubeflow operator. The first rule that fits counts.
 *
 * @see Spark `JmxSink`, and the sources of `org.apache.spark.metrics`
 */
export const JMX_RULES: readonly JmxRule[] = [
  {
    pattern: driver(String.raw`(BlockManager|DAGScheduler|jvm)\.(\S+)`, 'Value'),
    name: 'spark_driver_$3_$4',
    type: 'GAUGE',
    labels: OF_APPLICATION,
  },
  {
    pattern: driver(String.raw`DAGScheduler\.(\S+)`, 'Count'),
    name: 'spark_driver_DAGScheduler_$3_count',
    type: 'COUNTER',
    labels: OF_APPLICATION,
  },
  {
    pattern: driver(String.raw`${LIBRARIES}\.(\S+)`, 'Count'),
    name: 'spark_driver_$3_$4_count',
    type: 'COUNTER',
    labels: OF_APPLICATION,
  },
  {
    pattern: driver(String.raw`spark\.streaming\.([^.]+)\.(\S+)`, 'Value'),
    name: 'spark_structured_streaming_driver_$4',
    type: 'GAUGE',
    labels: { ...OF_APPLICATION, query_name: '$3' },
  },
  {
    pattern: driver(String.raw`[^.]+\.StreamingMetrics\.streaming\.(\S+)`, 'Value'),
    name: 'spark_streaming_driver_$3',
    type: 'GAUGE',
    labels: OF_APPLICATION,
  },
  {
    pattern: executor(String.raw`(?:executor|jvm)\.(\S+)`, 'Value'),
    name: 'spark_executor_$4',
    type: 'GAUGE',
    labels: OF_EXECUTOR,
  },
  {
    pattern: executor(String.raw`executor\.(\S+)`, 'Count'),
    name: 'spark_executor_$4_count',
    type: 'COUNTER',
    labels: OF_EXECUTOR,
  },
  {
    pattern: executor(String.raw`${LIBRARIES}\.(\S+)`, 'Count'),
    name: 'spark_executor_$4_$5_count',
    type: 'COUNTER',
    labels: OF_EXECUTOR,
  },
];

/** The same as the file that the agent reads. */
export const JMX_CONFIGURATION = dump(
  { lowercaseOutputName: true, attrNameSnakeCase: true, rules: JMX_RULES },
  { lineWidth: -1 },
);
