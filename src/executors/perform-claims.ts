import { isApiError } from '../kube/api-error.ts';
import type { ApiServer } from '../kube/api-server.ts';
import { createOrAdopt } from '../kube/create-or-adopt.ts';
import { controllerReference, type KubernetesObject, type Stored } from '../manifest/object-meta.ts';
import type { PodManifest } from '../manifest/pod.ts';
import { OperatorError } from '../operator-error.ts';
import { APP_SELECTOR_LABEL } from '../spark/labels.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../volumes/persistent-volume-claim.ts';

/**
 * Creates a claim, or takes over what an earlier try has made. One that the user gave a fixed name is shared by all
 * executors.
 *
 * Fails: NAME_TAKEN, or the `ApiError` of the creation.
 */
export async function createClaim(claim: KubernetesObject, api: ApiServer): Promise<void> {
  const appId = claim.metadata.labels?.[APP_SELECTOR_LABEL];
  const isOurs = (existing: KubernetesObject): boolean =>
    existing.metadata.labels?.[APP_SELECTOR_LABEL] === appId;
  const { kind, name } = { kind: PERSISTENT_VOLUME_CLAIMS.kind, name: claim.metadata.name };
  const creation = await createOrAdopt<KubernetesObject>(api, PERSISTENT_VOLUME_CLAIMS, claim, isOurs);
  if (creation.kind === 'occupied') throw new OperatorError('NAME_TAKEN', { kind, name });
}

/** Lets the pod own a claim in the place of the driver, so that they go together. Repeating it does no harm. */
export async function handOver(
  { metadata }: KubernetesObject,
  pod: Stored<PodManifest>,
  api: ApiServer,
): Promise<void> {
  const name = { namespace: pod.metadata.namespace, name: metadata.name };
  const ownerReferences = [{ ...controllerReference(pod), apiVersion: 'v1', kind: 'Pod' }];
  try {
    await api.mergePatch(PERSISTENT_VOLUME_CLAIMS, name, { metadata: { ownerReferences } });
  } catch (caught) {
    // Deleted by hand meanwhile: nothing is left to own.
    if (!isApiError(caught, 'NotFound')) throw caught;
  }
}
