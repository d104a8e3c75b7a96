import { Type, type Static } from 'typebox';
import { Int32, StringMap, Strings } from './schema.ts';

/*
 * How people reach Spark's pages and the driver's other ports from outside, where its metrics go, and what a scheduler of
 * groups of pods wants to know. The fields are those that files written for the kubeflow operator have, so that such a
 * file is accepted as it stands; what is not acted on is told by an Event (`submission/application-warnings.ts`).
 *
 * @see kubeflow spark-operator, `v1beta2.SparkUIConfiguration`, `DriverIngressConfiguration`, `MonitoringSpec`
 */

const optional = Type.Optional;

/** @see Kubernetes API `IngressTLS` v1 */
const IngressTls = Type.Object({
  hosts: optional(Strings('Names that the certificate is for.')),
  secretName: optional(Type.String({ description: 'Secret with the certificate.' })),
});

/** What a Service and an Ingress can have, wherever they lead. */
const route = {
  servicePortName: optional(Type.String({ description: 'Name of the port of the Service.' })),
  serviceType: optional(Type.String({ description: 'Type of the Service. @default ClusterIP' })),
  serviceAnnotations: optional(StringMap('Annotations of the Service.')),
  serviceLabels: optional(StringMap('Labels of the Service.')),
  ingressAnnotations: optional(StringMap('Annotations of the Ingress.')),
  ingressTLS: optional(Type.Array(IngressTls, { description: 'Certificates of the Ingress.' })),
};

/** For its type only. */
const RouteSchema = Type.Object(route);

/** How one port of the driver is to be reached. */
export type DriverRoute = Static<typeof RouteSchema>;

/** The driver's own pages: jobs, stages, storage, executors. */
export const SparkUiOptionsSchema = Type.Object(
  { servicePort: optional(Int32('Port of the Service. @default 4040', 1)), ...route },
  { description: "Service and Ingress of Spark's pages." },
);

/** Any other port of the driver, for example that of a Spark Connect or Thrift server. */
export const DriverIngressSchema = Type.Object({
  servicePort: Int32('Port of the driver, and of the Service.', 1),
  ingressURLFormat: optional(
    Type.String({
      maxLength: 1024,
      description: 'Where the Ingress answers; {{$appName}}, {{$appNamespace}} and {{$appId}} are replaced.',
    }),
  ),
  ...route,
});

/**
 * Metrics of the JVMs, by the JMX exporter's agent, which has to be in the image. Both flags are required, because files
 * have them; the agent's configuration has a default that knows Spark's own metrics.
 */
export const MonitoringSchema = Type.Object(
  {
    exposeDriverMetrics: Type.Boolean({ description: 'Those of the driver.' }),
    exposeExecutorMetrics: Type.Boolean({ description: 'Those of the executors.' }),
    metricsProperties: optional(Type.String({ description: 'Content of metrics.properties.' })),
    metricsPropertiesFile: optional(Type.String({ description: 'The same, as a file in the image.' })),
    prometheus: optional(
      Type.Object(
        {
          jmxExporterJar: Type.String({ description: 'The agent, in the image.' }),
          port: optional(
            Type.Integer({
              format: 'int32',
              minimum: 1024,
              maximum: 49_151,
              description: 'Where it answers. @default 8090',
            }),
          ),
          portName: optional(Type.String({ description: 'Name of that port. @default jmx-exporter' })),
          configFile: optional(Type.String({ description: 'Its configuration, in the image.' })),
          configuration: optional(Type.String({ description: 'Its configuration.' })),
        },
        { description: "The JMX exporter's agent; without it nothing is exposed." },
      ),
    ),
  },
  { description: 'Metrics of the JVMs.' },
);

/**
 * What a batch scheduler wants to know of an application. The group's size follows from the application itself: one pod at
 * least, since executors follow the driver.
 */
export const BatchSchedulerOptionsSchema = Type.Object(
  {
    queue: optional(Type.String({ description: 'Queue of the application.' })),
    priorityClassName: optional(Type.String({ description: 'Priority of the group.' })),
    resources: optional(
      Type.Unsafe<Readonly<Record<string, string | number>>>({
        type: 'object',
        additionalProperties: { 'x-kubernetes-int-or-string': true },
        description: 'What the group needs at least.',
      }),
    ),
  },
  { description: 'What the batch scheduler wants to know.' },
);
