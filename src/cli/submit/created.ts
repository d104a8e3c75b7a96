import { isDeepStrictEqual } from 'node:util';
import { APPLICATIONS, type SparkApplication } from '../../api/spark-application.ts';
import { ApiError, mayBeDone } from '../../kube/api-error.ts';
import type { ApiServer } from '../../kube/api-server.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../manifest/config-map.ts';
import { controllerReference, type Stored } from '../../manifest/object-meta.ts';
import type { Configured } from './local-configuration.ts';

/**
 * Creates an application with its ConfigMaps, which then belong to it. They come first, since its driver waits for them.
 *
 * Guarantees: where it fails, nothing of it is left, also where the API server has done what it could not answer to.
 * Assumes: the API server answers again for that; otherwise what it has made stays.
 * Fails: with the `ApiError` of what could not be created.
 */
export async function create(
  { application, configMaps }: Configured,
  namespace: string,
  api: ApiServer,
): Promise<Stored<SparkApplication>> {
  const wanted = placed(application, namespace);
  const made: Stored<ConfigMapManifest>[] = [];
  let created: Stored<SparkApplication> | undefined;
  try {
    for (const configMap of configMaps)
      made.push(await api.create(CONFIG_MAPS, placed(configMap, namespace)));
    created = await api.create(APPLICATIONS, wanted);
    const ownerReferences = [controllerReference({ ...APPLICATIONS, ...created })];
    await Promise.all(
      made.map(({ metadata }) => api.mergePatch(CONFIG_MAPS, metadata, { metadata: { ownerReferences } })),
    );
    return created;
  } catch (error) {
    // What made it fail is what there is to tell, also where this fails, too.
    await Promise.allSettled([
      removeApplication(created ?? (await createdUnanswered(wanted, error, api)), api),
      ...made.map(({ metadata }) => api.delete(CONFIG_MAPS, metadata, { uid: metadata.uid })),
    ]);
    throw error;
  }
}

async function removeApplication(
  application: Stored<SparkApplication> | undefined,
  api: ApiServer,
): Promise<void> {
  if (application === undefined) return;
  const { metadata } = application;
  await api.delete(APPLICATIONS, metadata, { uid: metadata.uid });
}

/** What a request has made whose answer was lost: it says the same, to the letter. Undefined where there is none. */
async function createdUnanswered(
  { metadata, spec }: SparkApplication,
  error: unknown,
  api: ApiServer,
): Promise<Stored<SparkApplication> | undefined> {
  if (!(error instanceof ApiError) || !mayBeDone(error)) return undefined;
  const { namespace = '', name } = metadata;
  const found = await api.get(APPLICATIONS, { namespace, name }).catch(() => undefined);
  return isDeepStrictEqual(found?.spec, JSON.parse(JSON.stringify(spec))) ? found : undefined;
}

/** Names of namespaces may be left open until here. */
const placed = <T extends SparkApplication | ConfigMapManifest>(object: T, namespace: string): T => ({
  ...object,
  metadata: { ...object.metadata, namespace },
});
