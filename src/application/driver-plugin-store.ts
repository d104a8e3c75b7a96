import type { ApiServer } from '../kube/api-server.ts';
import { createOrAdopt } from '../kube/create-or-adopt.ts';
import { CONFIG_MAPS } from '../manifest/config-map.ts';
import type { NamespacedName } from '../manifest/object-meta.ts';
import { pluginConfigMap, pluginConfigMapName } from '../submission/plugin-config-map.ts';

/**
 * Keeps the driver plugin in every namespace that runs applications, as one immutable ConfigMap named by its content,
 * so that drivers of any image mount the jar that their operator knows.
 */
export class DriverPluginStore {
  /** The same in every namespace. */
  readonly configMapName: string;
  readonly #jar: Uint8Array;
  readonly #api: ApiServer;
  readonly #isThere: (name: NamespacedName) => boolean;

  /** @param isThere what an informer of these ConfigMaps last saw */
  constructor(jar: Uint8Array, api: ApiServer, isThere: (name: NamespacedName) => boolean) {
    this.configMapName = pluginConfigMapName(jar);
    this.#jar = jar;
    this.#api = api;
    this.#isThere = isThere;
  }

  /**
   * Has the ConfigMap exist in that namespace.
   *
   * Guarantees: costs no request while the informer shows it; two at once do no harm.
   * Assumes: whatever has that name holds that jar, since the name is made from its content.
   * Fails: with an `ApiError`.
   */
  async ensure(namespace: string): Promise<void> {
    if (this.#isThere({ namespace, name: this.configMapName })) return;
    await createOrAdopt(this.#api, CONFIG_MAPS, pluginConfigMap(this.#jar, namespace), () => true);
  }
}
