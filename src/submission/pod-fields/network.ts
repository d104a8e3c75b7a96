import { withContainer, withSpec } from '../../pod/spark-pod.ts';
import type { PodFieldStep } from './pod-fields.ts';

/** `ports`, beside Spark's own. */
export const ports: PodFieldStep = (soFar, { ports: added = [] }) => withContainer(soFar, { ports: added });

/**
 * `hostNetwork`: without the DNS policy that goes with it the pod would ask the node's name servers, which know no
 * service of the cluster, and so not the driver's.
 */
export const hostNetwork: PodFieldStep = (soFar, { hostNetwork: wanted }) =>
  wanted === true ? withSpec(soFar, { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }) : soFar;

/** `hostAliases`, after those of a template. */
export const hostAliases: PodFieldStep = (soFar, { hostAliases: added = [] }) =>
  withSpec(soFar, { hostAliases: added });

/** `dnsConfig`, in place of that of a template. */
export const dnsConfig: PodFieldStep = (soFar, { dnsConfig: config }) =>
  config === undefined ? soFar : withSpec(soFar, { dnsConfig: config });
