import type { KubernetesObject, OwnerReference } from '../manifest/object-meta.ts';
import { quantityBytes } from '../manifest/quantity.ts';
import { CONF, PREFIX } from '../spark/conf-keys.ts';
import { EXECUTOR_ID_LABEL } from '../spark/labels.ts';
import { behaviourOf } from '../spark/version-differences.ts';
import { claimName, isOfOneExecutor } from '../volumes/persistent-volume-claim.ts';
import type { ClaimSource } from '../volumes/volume-spec.ts';
import type { ExecutorBuild } from './build-executor.ts';
import { executorPodName } from './executor-conf.ts';
import type { ExecutorTemplate } from './executor-template.ts';
import { volumesOf } from './role-conf.ts';

/** The claims of one executor, as they are created, and how long they live. */
export interface ExecutorClaims {
  /** Its own; owned by the driver pod, so that none is left behind, wherever its making breaks off. */
  readonly claims: readonly KubernetesObject[];
  /** Those that all executors use, by a fixed name: they belong to the driver always. */
  readonly sharedClaims: readonly KubernetesObject[];
  /** Whether the executor pod is to own them once it is there: they go with it then, and not with the driver. */
  readonly claimsGoWithPod: boolean;
}

/**
 * Gives the claims that have to exist before the pod of an executor, with the labels of its attempt.
 *
 * @see Spark `ExecutorPodsAllocator`, `spark.kubernetes.driver.ownPersistentVolumeClaim`
 */
export function executorClaims(
  template: ExecutorTemplate,
  { pod, beside }: ExecutorBuild,
  labels: Readonly<Record<string, string>>,
): ExecutorClaims {
  const { conf, driver, namespace } = template;
  const own = new Set(ownClaimNames(template, Number(pod.metadata.labels?.[EXECUTOR_ID_LABEL])));
  const owner: OwnerReference = {
    apiVersion: 'v1',
    kind: 'Pod',
    name: driver.name,
    uid: driver.uid,
    controller: true,
  };
  const all = beside.map(({ object }) => ({
    ...object,
    metadata: {
      ...object.metadata,
      namespace,
      labels: { ...object.metadata.labels, ...labels },
      ownerReferences: [owner],
    },
  }));
  return {
    claims: all.filter(({ metadata }) => own.has(metadata.name)),
    sharedClaims: all.filter(({ metadata }) => !own.has(metadata.name)),
    claimsGoWithPod: !conf.read(CONF.driverOwnsClaims),
  };
}

/** What each executor needs claims for, and under which names they are made; in the order of its claims. */
export function ownClaims(template: ExecutorTemplate) {
  const sources = ownSources(template);
  return {
    needs: sources.map(({ source: { storageClass = '', sizeLimit = '' } }) => ({
      storageClass,
      bytes: quantityBytes(sizeLimit) ?? 0,
    })),
    namesOf: (id: number): readonly string[] => ownClaimNames(template, id, sources),
  };
}

function ownClaimNames(
  template: ExecutorTemplate,
  id: number,
  sources = ownSources(template),
): readonly string[] {
  const owner = {
    appId: template.appId,
    namePrefix: executorPodName(template, id),
    executorId: String(id),
  };
  return sources.map(({ source, index }) => claimName(source, index, owner));
}

/** The volumes whose claims are made, each executor having its own; with their places, which are part of the names. */
function ownSources({
  conf,
  sparkVersion,
}: ExecutorTemplate): readonly { readonly source: ClaimSource; readonly index: number }[] {
  const volumes = volumesOf(conf, PREFIX.executorVolume, behaviourOf(sparkVersion));
  return volumes.flatMap(({ source }, index) => {
    if (source.kind !== 'persistentVolumeClaim' || !isOfOneExecutor(source)) return [];
    const isMade = source.storageClass !== undefined && source.sizeLimit !== undefined;
    return isMade ? [{ source, index }] : [];
  });
}
