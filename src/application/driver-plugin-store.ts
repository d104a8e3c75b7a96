import type { ApiServer } from '../kube/api-server.ts';
import { createOrAdopt } from '../kube/create-or-adopt.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import type { NamespacedName } from '../manifest/object-meta.ts';
import { pluginConfigMap } from '../submission/plugin-config-map.ts';

/**
 * Keeps the driver plugin in every namespace that runs applications, as one immutable ConfigMap named by its content,
 * so that drivers of any image mount the jar that their operator knows.
 */
export class DriverPluginStore {
  readonly #jar: Uint8Array;
  readonly #api: ApiServer;
  readonly #isThere: (name: NamespacedName) => boolean;

  /** @param isThere what an informer of these ConfigMaps last saw */
  constructor(jar: Uint8Array, api: ApiServer, isThere: (name: NamespacedName) => boolean) {
    this.#jar = jar;
    this.#api = api;
    this.#isThere = isThere;
  }

  /**
   * The name of the ConfigMap in that namespace, which exists by then.
   *
   * Guarantees: costs no request while the informer shows it; two at once do no harm.
   * Assumes: whatever has that name holds that jar, since the name is made from its content.
   * Fails: with an `ApiError`.
   */
  async ensure(namespace: string): Promise<string> {
    const configMap = pluginConfigMap(this.#jar, namespace);
    const { name } = configMap.metadata;
    if (!this.#isThere({ namespace, name })) {
      await createOrAdopt(this.#api, CONFIG_MAPS, configMap, () => true);
    }
    return name;
  }
}
