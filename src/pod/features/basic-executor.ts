import { CONF, PREFIX } from '../../spark/conf-keys.ts';
import type { Container } from '../../manifest/pod.ts';
import { quantityBytes } from '../../manifest/quantity.ts';
import { OperatorError } from '../../operator-error.ts';
import { executorHostname } from '../../spark/application-names.ts';
import { deviceLimits } from '../../spark/custom-resources.ts';
import { DEFAULT_PROFILE_ID } from '../../spark/resource-profile.ts';
import { EXECUTOR_CONTAINER } from '../../spark/container-names.ts';
import type { ExecutorConf } from '../executor-conf.ts';
import { executorEnvironment } from '../executor-environment.ts';
import { rightsToGain } from '../role-conf.ts';
import { withContainer, withMetadata, withSpec, type FeatureStep } from '../spark-pod.ts';

/**
 * The executor itself: name, owner, labels, image, size, port, environment, and where it may run.
 *
 * @see Spark `BasicExecutorFeatureStep`
 */
export const basicExecutor: FeatureStep<ExecutorConf> = (soFar, conf) => {
  const { driver, spark } = conf;
  const named = withMetadata(soFar, {
    name: conf.podName,
    namespace: conf.namespace,
    labels: conf.labels,
    annotations: conf.annotations,
    // The driver, as in Spark: its executors go with it even where no operator runs.
    ownerReferences: [
      ...(soFar.pod.metadata.ownerReferences ?? []),
      { apiVersion: 'v1', kind: 'Pod', name: driver.name, uid: driver.uid, controller: true },
    ],
  });
  const placed = withSpec(named, {
    hostname: executorHostname(conf.podName),
    restartPolicy: 'Never',
    ...(conf.behaviour.terminationGrace && {
      terminationGracePeriodSeconds: Math.floor(spark.read(CONF.executorTerminationGrace) / 1000),
    }),
    nodeSelector: conf.nodeSelector,
    imagePullSecrets: spark.read(CONF.imagePullSecrets).map((name) => ({ name })),
    ...(conf.schedulerName !== undefined && { schedulerName: conf.schedulerName }),
  });
  return withContainer(placed, executorContainer(soFar.container, conf));
};

/** Its sizes may be changed without a restart. */
const IN_PLACE = [
  { resourceName: 'cpu', restartPolicy: 'NotRequired' },
  { resourceName: 'memory', restartPolicy: 'NotRequired' },
] as const;

/** The container that runs Spark. */
function executorContainer(template: Container, conf: ExecutorConf): Container {
  const port = conf.spark.read(CONF.blockManagerPort);
  return {
    name: template.name === '' ? EXECUTOR_CONTAINER : template.name,
    image: conf.image,
    imagePullPolicy: conf.spark.read(CONF.imagePullPolicy),
    args: ['executor'],
    env: executorEnvironment(conf),
    // Port 0 means "any free one": there is none to declare.
    ports: port === 0 ? [] : [{ name: 'blockmanager', containerPort: port }],
    resources: executorResources(conf),
    ...(conf.behaviour.resizePolicy && { resizePolicy: withResizing(template.resizePolicy) }),
    ...rightsToGain(conf),
  };
}

/** Kubernetes takes one rule for each resource: that of the template stays. */
function withResizing(rules: Container['resizePolicy'] = []): NonNullable<Container['resizePolicy']> {
  return [
    ...rules,
    ...IN_PLACE.filter(({ resourceName }) => !rules.some((rule) => rule.resourceName === resourceName)),
  ];
}

/** Request and limit of CPU belong to the default profile: another profile names its own cores. */
function executorResources(conf: ExecutorConf): NonNullable<Container['resources']> {
  const { size, spark, behaviour } = conf;
  const isDefault = conf.profileId === DEFAULT_PROFILE_ID;
  const memory = `${size.totalMemoryMiB}Mi`;
  const request = (isDefault ? spark.read(CONF.executorRequestCores) : undefined) ?? String(size.cores);
  const limit = isDefault ? spark.read(CONF.executorLimitCores) : undefined;
  if (behaviour.cpuLimitCheck) refuseCpuLimitBelow(request, limit);
  return {
    limits: {
      ...(limit !== undefined && { cpu: limit }),
      memory,
      ...deviceLimits(size.resources, PREFIX.executorResource),
    },
    requests: { cpu: request, memory },
  };
}

/** Kubernetes would refuse such a pod, whatever the version of Spark. Fails: SPARK_VALUE_UNREADABLE. */
export function refuseCpuLimitBelow(request: string, limit: string | undefined): void {
  if (limit === undefined || microCores(limit) >= microCores(request)) return;
  throw new OperatorError('SPARK_VALUE_UNREADABLE', {
    field: CONF.executorLimitCores.key,
    text: limit,
    expected: `at least the CPU that is requested, ${request}`,
  });
}

/** Rounded, so that `4100m` is as much as `4.1`. */
function microCores(quantity: string): number {
  return Math.round((quantityBytes(quantity) ?? 0) * 1e6);
}
