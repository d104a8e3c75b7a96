import { APPLICATIONS, type SparkApplication } from '../../api/spark-application.ts';
import type { ApiServer } from '../../kube/api-server.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../manifest/config-map.ts';
import { controllerReference, type Stored } from '../../manifest/object-meta.ts';
import type { Configured } from './local-configuration.ts';

/**
 * Creates an application with its ConfigMaps, which then belong to it. They come first, since its driver waits for them.
 *
 * Guarantees: where it fails, nothing of it is left.
 * Fails: with the `ApiError` of what could not be created.
 */
export async function create(
  { application, configMaps }: Configured,
  namespace: string,
  api: ApiServer,
): Promise<Stored<SparkApplication>> {
  const made: Stored<ConfigMapManifest>[] = [];
  try {
    for (const configMap of configMaps)
      made.push(await api.create(CONFIG_MAPS, placed(configMap, namespace)));
    const created = await api.create(APPLICATIONS, placed(application, namespace));
    const ownerReferences = [controllerReference({ ...APPLICATIONS, ...created })];
    await Promise.all(
      made.map(({ metadata }) => api.mergePatch(CONFIG_MAPS, metadata, { metadata: { ownerReferences } })),
    );
    return created;
  } catch (error) {
    // What made it fail is what there is to tell, also where this fails, too.
    await Promise.allSettled(
      made.map(({ metadata }) => api.delete(CONFIG_MAPS, metadata, { uid: metadata.uid })),
    );
    throw error;
  }
}

/** Names of namespaces may be left open until here. */
const placed = <T extends SparkApplication | ConfigMapManifest>(object: T, namespace: string): T => ({
  ...object,
  metadata: { ...object.metadata, namespace },
});
