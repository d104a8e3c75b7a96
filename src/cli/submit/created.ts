import { isDeepStrictEqual } from 'node:util';
import { APPLICATIONS, type SparkApplication } from '../../api/spark-application.ts';
import { ApiError, mayBeDone } from '../../kube/api-error.ts';
import type { ApiServer } from '../../kube/api-server.ts';
import { CONFIG_MAPS, type ConfigMapManifest } from '../../manifest/config-map.ts';
import {
  controllerReference,
  type KubernetesObject,
  type Resource,
  type Stored,
} from '../../manifest/object-meta.ts';
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
  const undo: (() => Promise<unknown>)[] = [];
  const make = async <T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> => {
    const remove = ({ metadata }: Stored<T>) => api.delete(resource, metadata, { uid: metadata.uid });
    try {
      const made = await api.create(resource, object);
      undo.push(() => remove(made));
      return made;
    } catch (error) {
      const made = await madeUnanswered(resource, object, error, api);
      if (made !== undefined) undo.push(() => remove(made));
      throw error;
    }
  };
  try {
    const made: Stored<ConfigMapManifest>[] = [];
    for (const configMap of configMaps) made.push(await make(CONFIG_MAPS, placed(configMap, namespace)));
    const created = await make(APPLICATIONS, placed(application, namespace));
    const ownerReferences = [controllerReference({ ...APPLICATIONS, ...created })];
    await Promise.all(
      made.map(({ metadata }) => api.mergePatch(CONFIG_MAPS, metadata, { metadata: { ownerReferences } })),
    );
    return created;
  } catch (error) {
    // What made it fail is what there is to tell, also where this fails, too.
    await Promise.allSettled(undo.map((remove) => remove()));
    throw error;
  }
}

/**
 * What a request has made whose answer was lost: it says the same, to the letter, and belongs to nothing yet. Undefined where
 * there is none.
 */
async function madeUnanswered<T extends KubernetesObject>(
  resource: Resource<T>,
  wanted: T,
  error: unknown,
  api: ApiServer,
): Promise<Stored<T> | undefined> {
  if (!(error instanceof ApiError) || !mayBeDone(error)) return undefined;
  const { namespace = '', name } = wanted.metadata;
  const found = await api.get(resource, { namespace, name }).catch(() => undefined);
  if (found === undefined || found.metadata.ownerReferences !== undefined) return undefined;
  return isDeepStrictEqual(contentOf(found), contentOf(wanted)) ? found : undefined;
}

const CONTENT = ['spec', 'data', 'binaryData'];

/** What people write into an object of these kinds, as the API server stores it. */
function contentOf(object: KubernetesObject): unknown {
  const content = Object.entries(object).filter(([field]) => CONTENT.includes(field));
  return JSON.parse(JSON.stringify(Object.fromEntries(content)));
}

/** Names of namespaces may be left open until here. */
const placed = <T extends SparkApplication | ConfigMapManifest>(object: T, namespace: string): T => ({
  ...object,
  metadata: { ...object.metadata, namespace },
});
