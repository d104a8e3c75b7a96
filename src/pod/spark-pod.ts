import type { Container, PodManifest, PodSpec, ResourceRequirements } from '../manifest/pod.ts';
import type { PlannedObject } from './planned-object.ts';

/**
 * A pod on its way through the feature steps. Never changes; the functions below make the next one.
 *
 * @see Spark `SparkPod`
 */
export interface SparkPod {
  /** The pod without its Spark container. */
  readonly pod: PodManifest;
  /** The Spark container, apart, because steps add to it and not to its neighbours. */
  readonly container: Container;
  /** What has to exist beside the pod. */
  readonly beside: readonly PlannedObject[];
  /** What the driver has to be told, because it was decided here. */
  readonly properties: Readonly<Record<string, string>>;
}

/** Takes the pod so far and gives it with one feature more. It never drops what it was given. */
export type FeatureStep<Conf> = (soFar: SparkPod, conf: Conf) => SparkPod;

/** Where every build begins. */
export const EMPTY_SPARK_POD: SparkPod = {
  pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: '' }, spec: { containers: [] } },
  container: { name: '' },
  beside: [],
  properties: {},
};

/** Sets fields of the Spark container; its lists, resources and security context grow. */
export function withContainer(soFar: SparkPod, added: Partial<Container>): SparkPod {
  const before = soFar.container;
  const { args, env, envFrom, ports, volumeMounts, resources, securityContext, ...set } = added;
  return {
    ...soFar,
    container: {
      ...before,
      ...set,
      ...given('args', appended(before.args, args)),
      ...given('env', appended(before.env, env)),
      ...given('envFrom', appended(before.envFrom, envFrom)),
      ...given('ports', appended(before.ports, ports)),
      ...given('volumeMounts', appended(before.volumeMounts, volumeMounts)),
      ...given('resources', withResources(before.resources, resources)),
      ...given('securityContext', merged(before.securityContext, securityContext)),
    },
  };
}

/** Sets fields of the pod's spec; its lists and its node selector grow. */
export function withSpec(soFar: SparkPod, added: Partial<PodSpec>): SparkPod {
  const before = soFar.pod.spec;
  const { volumes, initContainers, tolerations, topologySpreadConstraints, hostAliases, ...others } = added;
  const { imagePullSecrets, nodeSelector, ...set } = others;
  const spreads = appended(before.topologySpreadConstraints, topologySpreadConstraints);
  const spec = {
    ...before,
    ...set,
    ...given('volumes', appended(before.volumes, volumes)),
    ...given('initContainers', appended(before.initContainers, initContainers)),
    ...given('tolerations', appended(before.tolerations, tolerations)),
    ...given('topologySpreadConstraints', spreads),
    ...given('hostAliases', appended(before.hostAliases, hostAliases)),
    ...given('imagePullSecrets', appended(before.imagePullSecrets, imagePullSecrets)),
    ...given('nodeSelector', merged(before.nodeSelector, nodeSelector)),
  };
  return { ...soFar, pod: { ...soFar.pod, spec } };
}

/** Sets name, namespace and owners; labels and annotations grow. */
export function withMetadata(soFar: SparkPod, added: PodManifest['metadata']): SparkPod {
  const before = soFar.pod.metadata;
  const { labels, annotations, ...set } = added;
  const metadata = {
    ...before,
    ...set,
    ...given('labels', merged(before.labels, labels)),
    ...given('annotations', merged(before.annotations, annotations)),
  };
  return { ...soFar, pod: { ...soFar.pod, metadata } };
}

/** Adds objects that have to exist beside the pod, and properties that the driver has to know. */
export function withBeside(
  soFar: SparkPod,
  objects: readonly PlannedObject[],
  properties: Readonly<Record<string, string>> = {},
): SparkPod {
  return {
    ...soFar,
    beside: [...soFar.beside, ...objects],
    properties: { ...soFar.properties, ...properties },
  };
}

/** The finished pod: the Spark container comes after the others. */
export function finishedPod({ pod, container }: SparkPod): PodManifest {
  return { ...pod, spec: { ...pod.spec, containers: [...pod.spec.containers, container] } };
}

function withResources(
  before: ResourceRequirements | undefined,
  added: ResourceRequirements | undefined,
): ResourceRequirements | undefined {
  if (added === undefined) return before;
  return {
    ...before,
    ...given('limits', merged(before?.limits, added.limits)),
    ...given('requests', merged(before?.requests, added.requests)),
  };
}

/** Undefined rather than empty, so that no empty list is written. */
function appended<T>(before: readonly T[] = [], added: readonly T[] = []): readonly T[] | undefined {
  return before.length + added.length === 0 ? undefined : [...before, ...added];
}

function merged<T>(
  before: Readonly<Record<string, T>> = {},
  added: Readonly<Record<string, T>> = {},
): Readonly<Record<string, T>> | undefined {
  const all = { ...before, ...added };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** The field, where there is a value for it. */
function given<K extends string, T>(key: K, value: T | undefined): Readonly<Partial<Record<K, T>>>;
function given(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [key]: value };
}
