import { fromUnknown } from '../kube/api-error.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { atOnce } from '../kube/at-once.ts';
import { createOrAdopt } from '../kube/create-or-adopt.ts';
import { patchSame } from '../kube/patch-same.ts';
import type { KubernetesObject, Stored } from '../manifest/object-meta.ts';
import type { PodManifest } from '../manifest/pod.ts';
import { OperatorError } from '../operator-error.ts';
import { APP_SELECTOR_LABEL } from '../spark/labels.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../volumes/persistent-volume-claim.ts';
import type { ClaimsOfExecutor } from './assign-claims.ts';
import type { ClaimOfPod } from './claims-to-hand-over.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { AT_ONCE, logFields, type PerformWorld } from './perform-world.ts';

/**
 * Creates a claim, or takes over what an earlier try has made. One that the user gave a fixed name is shared by all
 * executors.
 *
 * Fails: NAME_TAKEN, or the `ApiError` of the creation.
 */
export async function createClaim(
  claim: KubernetesObject,
  api: ApiServer,
): Promise<Stored<KubernetesObject>> {
  const appId = claim.metadata.labels?.[APP_SELECTOR_LABEL];
  const isOurs = (existing: KubernetesObject): boolean =>
    existing.metadata.labels?.[APP_SELECTOR_LABEL] === appId;
  const { kind, name } = { kind: PERSISTENT_VOLUME_CLAIMS.kind, name: claim.metadata.name };
  const creation = await createOrAdopt<KubernetesObject>(api, PERSISTENT_VOLUME_CLAIMS, claim, isOurs);
  if (creation.kind === 'occupied') throw new OperatorError('NAME_TAKEN', { kind, name });
  return creation.object;
}

/**
 * Lets the pod own a claim in the place of the driver, so that they go together. Repeating it does no harm. One that was
 * deleted by hand meanwhile needs no owner, and another one of its name is not ours to give.
 */
async function handOver({ claim, pod }: ClaimOfPod, api: ApiServer): Promise<void> {
  const same = { ...claim, namespace: pod.namespace };
  const owner = { apiVersion: 'v1', kind: 'Pod', name: pod.name, uid: pod.uid, controller: true };
  await patchSame(api, PERSISTENT_VOLUME_CLAIMS, same, { metadata: { ownerReferences: [owner] } });
}

/** How soon a hand-over that failed is tried again. */
const HAND_OVER_REST_MS = 5_000;

/** Hands over all of them. What fails is found again by the next look at all claims; answers when that should be. */
export async function handOverAll(
  left: readonly ClaimOfPod[],
  executors: ManagedExecutors,
  { api, log, clock }: PerformWorld,
): Promise<number | undefined> {
  try {
    await atOnce(AT_ONCE, left, (claimOfPod) => handOver(claimOfPod, api));
    return undefined;
  } catch (caught) {
    executors.claimsHandedOver = false;
    log.warn({ ...logFields(executors), err: fromUnknown(caught) }, 'a claim was not handed over to its pod');
    return clock.now() + HAND_OVER_REST_MS;
  }
}

/** The pod with claims of others in the place of some of its own, in the order of these. */
export function withReusedClaims(
  pod: PodManifest,
  own: readonly KubernetesObject[],
  reused: ClaimsOfExecutor,
): PodManifest {
  const instead = new Map(own.map(({ metadata }, index) => [metadata.name, reused[index]]));
  const volumes = pod.spec.volumes?.map((volume) => {
    const { persistentVolumeClaim: source } = volume;
    const claimName = source && instead.get(source.claimName);
    return claimName === undefined ? volume : { ...volume, persistentVolumeClaim: { ...source, claimName } };
  });
  return volumes === undefined ? pod : { ...pod, spec: { ...pod.spec, volumes } };
}
