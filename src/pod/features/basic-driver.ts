import type { Container } from '../../manifest/pod.ts';
import { CONF, PREFIX } from '../../spark/conf-keys.ts';
import { deviceLimits, parseCustomResources } from '../../spark/custom-resources.ts';
import type { MebiBytes } from '../../spark/memory.ts';
import { JVM_FACTOR, memoryOverhead, NON_JVM_FACTOR } from '../../spark/resource-profile.ts';
import type { DriverConf } from '../driver-conf.ts';
import { DRIVER_CONTAINER } from '../../spark/container-names.ts';
import { rightsToGain } from '../role-conf.ts';
import { containerPorts } from '../driver-ports.ts';
import { withBeside, withContainer, withMetadata, withSpec, type FeatureStep } from '../spark-pod.ts';

/**
 * The driver itself: name, labels, image, size, ports, environment, and where it may run.
 *
 * @see Spark `BasicDriverFeatureStep`
 */
export const basicDriver: FeatureStep<DriverConf> = (soFar, conf) => {
  const named = withMetadata(soFar, {
    name: conf.podName,
    labels: conf.labels,
    annotations: conf.annotations,
  });
  const placed = withSpec(named, {
    restartPolicy: 'Never',
    nodeSelector: conf.nodeSelector,
    imagePullSecrets: conf.spark.read(CONF.imagePullSecrets).map((name) => ({ name })),
    ...(conf.schedulerName !== undefined && { schedulerName: conf.schedulerName }),
  });
  // Properties that the driver and its executors read later: the names and sizes that were decided here.
  return withBeside(withContainer(placed, driverContainer(soFar.container.name, conf)), [], {
    [CONF.driverPodName.key]: conf.podName,
    [CONF.appId.key]: conf.appId,
    // Tells the driver that it runs in the cluster already and submits nothing.
    'spark.kubernetes.submitInDriver': 'true',
    [CONF.memoryOverheadFactor.key]: decimal(defaultOverheadFactor(conf)),
  });
};

/** The user that the processes in the driver say they are, and those in its executors after it. */
export function userOf({ proxyUser, sparkUser, behaviour }: DriverConf): string {
  return behaviour.proxyUserOfDriver ? (proxyUser ?? sparkUser) : sparkUser;
}

/** The container, in Spark's order of variables: the user's own stand between the application id and the address. */
function driverContainer(templateName: string, conf: DriverConf): Container {
  return {
    name: templateName === '' ? DRIVER_CONTAINER : templateName,
    image: conf.image,
    imagePullPolicy: conf.spark.read(CONF.imagePullPolicy),
    ports: containerPorts(conf),
    env: [
      { name: 'SPARK_USER', value: userOf(conf) },
      { name: 'SPARK_APPLICATION_ID', value: conf.appId },
      ...conf.environment,
      {
        name: 'SPARK_DRIVER_BIND_ADDRESS',
        valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } },
      },
    ],
    resources: driverResources(conf),
    ...rightsToGain(conf),
  };
}

/** Memory is limited to what is requested; CPU only where a limit is set; devices are limits by nature. */
function driverResources(conf: DriverConf): NonNullable<Container['resources']> {
  const { spark } = conf;
  const memory = `${driverMemory(conf)}Mi`;
  // Read even where a request goes before them: wrong ones are refused, as Spark refuses them.
  const cores = spark.read(CONF.driverCores);
  const cpuLimit = spark.read(CONF.driverLimitCores);
  const devices = parseCustomResources(spark, PREFIX.driverResource);
  return {
    limits: {
      ...(cpuLimit !== undefined && { cpu: cpuLimit }),
      memory,
      ...deviceLimits(devices, PREFIX.driverResource),
    },
    requests: {
      cpu: spark.read(CONF.driverRequestCores) ?? String(cores),
      memory,
    },
  };
}

/** Heap and overhead: a fixed one, else a share of the heap. @default at least 384 MiB (Spark 4.3) */
function driverMemory(conf: DriverConf): MebiBytes {
  const { spark } = conf;
  const heap = spark.read(CONF.driverMemory);
  const overhead = memoryOverhead(heap, {
    fixedMiB: spark.read(CONF.driverMemoryOverhead),
    leastMiB: spark.read(CONF.driverMinMemoryOverhead),
    factor: spark.read(CONF.driverMemoryOverheadFactor) ?? defaultOverheadFactor(conf),
  });
  return heap + overhead;
}

/** Passed on to the executors, which do not know what kind of main file the driver runs. */
function defaultOverheadFactor(conf: DriverConf): number {
  return (
    conf.spark.read(CONF.memoryOverheadFactor) ??
    (conf.mainResource.kind === 'java' ? JVM_FACTOR : NON_JVM_FACTOR)
  );
}

/** As Java writes a double: always with a point, and with an exponent where it is very small or very large. */
function decimal(number: number): string {
  const isPlain = number === 0 || (number >= 1e-3 && number < 1e7);
  if (isPlain) return Number.isInteger(number) ? `${number}.0` : String(number);
  const [digits = '', exponent] = number.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
