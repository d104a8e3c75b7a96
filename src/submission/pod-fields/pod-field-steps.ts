import type { PodManifest } from '../../manifest/pod.ts';
import { EMPTY_SPARK_POD, finishedPod, type SparkPod } from '../../pod/spark-pod.ts';
import { hadoopConfiguration, sparkConfiguration } from './configuration.ts';
import { gracePeriod, lifecycle } from './ending.ts';
import { environment } from './environment.ts';
import { gpu, memoryLimit } from './limits.ts';
import { configMaps, volumes } from './mounts.ts';
import { initContainers, withSidecars } from './neighbours.ts';
import { dnsConfig, hostAliases, hostNetwork, ports } from './network.ts';
import { affinity, priorityClass, tolerations, topologySpread } from './placement.ts';
import type { PodFields, PodFieldStep } from './pod-fields.ts';
import { restrictedPod } from './restricted.ts';
import { containerSecurity, podSecurity, sharedProcesses } from './rights.ts';

/**
 * What is put into a finished pod, in this order. Lists grow; single values take the place of what is there.
 *
 * It is the order in which the pod webhook of the kubeflow operator works, so that the same application gives the same
 * pod.
 */
export const POD_FIELD_STEPS: readonly PodFieldStep[] = [
  environment, // env, envFrom
  hadoopConfiguration, // a directory of Hadoop's own
  sparkConfiguration, // and of Spark's
  configMaps, // ConfigMaps as files
  volumes, // volumes, and where Spark sees them
  ports, // beside Spark's own
  hostNetwork, // with the DNS policy that goes with it
  hostAliases, // lines of /etc/hosts
  initContainers, // what runs before
  dnsConfig, // how names are looked up
  priorityClass, // who goes first
  affinity, // nodes and pods to be near to
  tolerations, // taints it can live with
  topologySpread, // how pods spread
  memoryLimit, // beyond what is requested
  gpu, // as a limit
  containerSecurity, // what Spark may do
  podSecurity, // what all containers may do
  gracePeriod, // time to end
  lifecycle, // hooks
  sharedProcesses, // who sees whose processes
];

/** Gives `pod` with what Spark's properties cannot express. Assumes: its last container is the one that runs Spark. */
export function withPodFields(pod: PodManifest, fields: PodFields): PodManifest {
  // Most applications have none of these fields, and a large one asks for thousands of pods.
  if (Object.keys(fields).length === 0) return pod;
  const built = POD_FIELD_STEPS.reduce((soFar, step) => step(soFar, fields), opened(pod));
  const whole = withSidecars(finishedPod(built), fields);
  return fields.restricted === true ? restrictedPod(whole) : whole;
}

/** The pod as the steps take it. */
function opened(pod: PodManifest): SparkPod {
  const container = pod.spec.containers.at(-1) ?? EMPTY_SPARK_POD.container;
  const others = pod.spec.containers.slice(0, -1);
  return { ...EMPTY_SPARK_POD, pod: { ...pod, spec: { ...pod.spec, containers: others } }, container };
}
