import type { SparkApplication, SparkApplicationSpec } from '../api/spark-application.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import { planned, type PlannedObject } from '../pod/planned-object.ts';
import { JMX_CONFIGURATION } from './jmx-exporter.ts';
import { ROLES, type Role } from './pod-field-properties.ts';

/*
 * `spec.monitoring`: the JVMs' metrics for Prometheus, by the JMX exporter's agent, which has to be in the image. The block
 * stands for fields and properties that everybody knows: ConfigMap, port, annotations, an option of the JVM.
 *
 * @see kubeflow spark-operator, `configPrometheusMonitoring`
 */

type Monitoring = NonNullable<SparkApplicationSpec['monitoring']>;
type Prometheus = NonNullable<Monitoring['prometheus']>;

/** Where the files are, as people's own configurations know it. */
const DIRECTORY = '/etc/metrics/conf';
const METRICS_FILE = 'metrics.properties';
const AGENT_FILE = 'prometheus.yaml';

/** Every metric by JMX, and those of the JVM itself. */
const METRICS_PROPERTIES = `*.sink.jmx.class=org.apache.spark.metrics.sink.JmxSink
driver.source.jvm.class=org.apache.spark.metrics.source.JvmSource
executor.source.jvm.class=org.apache.spark.metrics.source.JvmSource
`;

/** The application, with what its monitoring stands for in fields of its own; what it sets itself wins. */
export function withMonitoring(application: SparkApplication): SparkApplication {
  const { spec } = application;
  const { monitoring } = spec;
  const { prometheus } = monitoring ?? {};
  const exposed = exposedRoles(monitoring);
  if (monitoring === undefined || prometheus === undefined || exposed.length === 0) return application;
  const namespace = application.metadata.namespace ?? 'default';
  const sparkConf = {
    'spark.metrics.namespace': `${namespace}.${application.metadata.name}`,
    'spark.metrics.conf': monitoring.metricsPropertiesFile ?? `${DIRECTORY}/${METRICS_FILE}`,
    ...spec.sparkConf,
  };
  const roles = exposed.map((role) => [role, exposing(role, application, prometheus)] as const);
  return { ...application, spec: { ...spec, sparkConf, ...Object.fromEntries(roles) } };
}

/** The files that both roles mount; they go with the attempt. */
export function monitoringObjects({ metadata, spec }: SparkApplication): readonly PlannedObject[] {
  const { monitoring } = spec;
  const { prometheus } = monitoring ?? {};
  if (prometheus === undefined || exposedRoles(monitoring).length === 0) return [];
  const data = {
    [METRICS_FILE]: monitoring?.metricsProperties || METRICS_PROPERTIES,
    [AGENT_FILE]: prometheus.configuration || JMX_CONFIGURATION,
  };
  return [
    planned(CONFIG_MAPS, {
      apiVersion: CONFIG_MAPS.apiVersion,
      kind: CONFIG_MAPS.kind,
      metadata: { name: configMapName(metadata.name) },
      data,
    }),
  ];
}

/** The same in every attempt; it goes with each, so that an edit of the block reaches the next. */
const configMapName = (applicationName: string): string => `${applicationName}-prom-conf`;

const exposedRoles = (monitoring: Monitoring | undefined): readonly Role[] =>
  ROLES.filter((role) =>
    role === 'driver' ? monitoring?.exposeDriverMetrics : monitoring?.exposeExecutorMetrics,
  );

/**
 * One role with the agent in its JVM, its port, and what makes Prometheus find it.
 *
 * The typed field of the JVM's options wins over the property, so what the property says goes into the field. Annotations of
 * the application's own win: it may be scraped another way.
 */
function exposing(
  role: Role,
  { metadata, spec }: SparkApplication,
  { jmxExporterJar, port = 8090, portName = 'jmx-exporter', configFile }: Prometheus,
) {
  const fields = spec[role];
  const agent = `-javaagent:${jmxExporterJar}=${port}:${configFile ?? `${DIRECTORY}/${AGENT_FILE}`}`;
  const own = fields.javaOptions ?? spec.sparkConf?.[`spark.${role}.extraJavaOptions`];
  return {
    ...fields,
    javaOptions: own === undefined ? agent : `${own} ${agent}`,
    annotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': String(port),
      'prometheus.io/path': '/metrics',
      ...fields.annotations,
    },
    ports: [...(fields.ports ?? []), { name: portName, protocol: 'TCP', containerPort: port }],
    configMaps: [...(fields.configMaps ?? []), { name: configMapName(metadata.name), path: DIRECTORY }],
  };
}
