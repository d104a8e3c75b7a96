import { CONFIG_MAPS, type ConfigMapManifest } from '../../src/manifest/config-map.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';
import { PODS } from '../../src/manifest/pod.ts';
import { SERVICES } from '../../src/manifest/service.ts';
import { buildExecutor } from '../../src/pod/build-executor.ts';
import { parsePodTemplateText } from '../../src/pod/parse-pod-template.ts';
import { parseProperties } from '../../src/spark/properties-file.ts';
import { SparkConf } from '../../src/spark/spark-conf.ts';
import { PERSISTENT_VOLUME_CLAIMS } from '../../src/volumes/persistent-volume-claim.ts';
import type { SimulatedCluster, TestPod } from './simulated-cluster.ts';

/**
 * Spark's own allocator in a driver: it makes executors from nothing but what the driver pod mounts, and cleans up at
 * its end.
 */
export class SimulatedSpark {
  readonly #cluster: SimulatedCluster;
  readonly #driver: TestPod;

  constructor(cluster: SimulatedCluster, driver: TestPod) {
    this.#cluster = cluster;
    this.#driver = driver;
  }

  /** The properties that the driver finds in its directory. */
  async properties(): Promise<SparkConf> {
    const { data = {} } = await this.#mounted('spark-conf-volume-driver');
    return SparkConf.from(parseProperties(data['spark.properties'] ?? ''));
  }

  /** The ConfigMap of its executors, and a claim that is made on demand. */
  async begin(): Promise<void> {
    const labels = { ...this.#selector, 'spark-role': 'executor' };
    const { namespace } = this.#cluster;
    await this.#create(CONFIG_MAPS, { metadata: { namespace, name: 'spark-exec-conf-map', labels } });
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    await this.#create(PERSISTENT_VOLUME_CLAIMS, {
      metadata: { namespace, name: 'exec-1-pvc-0', labels: this.#selector },
      spec,
    } as KubernetesObject);
  }

  /** One executor, from the properties and the template that is mounted. */
  async makeExecutor(id: number): Promise<TestPod> {
    const conf = await this.properties();
    const { data = {} } = await this.#mounted('pod-template-volume');
    const { name, uid, namespace } = this.#driver.metadata;
    const template = {
      conf,
      appId: this.#appId,
      namespace,
      sparkVersion: '4.3.0',
      sparkUser: 'spark',
      driver: { name, uid, ip: '10.1.2.3' },
      podTemplate: parsePodTemplateText(data['podspec-configmap-key'] ?? '', 'template'),
    };
    const { pod } = buildExecutor(template, { id, profile: { id: 0 } });
    return this.#cluster.api.create(PODS, pod);
  }

  /** A clean end: by labels, as Spark does it. */
  async stop(): Promise<void> {
    const kinds: readonly Resource<KubernetesObject>[] = [SERVICES, PERSISTENT_VOLUME_CLAIMS];
    const selector = `spark-app-selector=${this.#appId}`;
    for (const kind of kinds) await this.#deleteAll(kind, selector);
    for (const kind of [PODS, CONFIG_MAPS]) await this.#deleteAll(kind, `${selector},spark-role=executor`);
  }

  get #appId(): string {
    return this.#driver.metadata.labels?.['spark-app-selector'] ?? '';
  }

  get #selector(): Readonly<Record<string, string>> {
    return { 'spark-app-selector': this.#appId };
  }

  /** The ConfigMap behind that volume of the driver. */
  async #mounted(volume: string): Promise<Stored<ConfigMapManifest>> {
    const source = this.#driver.spec.volumes?.find(({ name }) => name === volume);
    const { name = '' } = (source?.['configMap'] ?? {}) as { readonly name?: string };
    const configMap = await this.#cluster.get(CONFIG_MAPS, name);
    if (configMap === undefined) throw new Error(`the driver has no volume ${volume}`);
    return configMap;
  }

  async #create(resource: Resource<KubernetesObject>, object: KubernetesObject): Promise<void> {
    const { name, uid } = this.#driver.metadata;
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name, uid, controller: true }];
    await this.#cluster.api.create(resource, {
      ...object,
      metadata: { ...object.metadata, ownerReferences },
    });
  }

  async #deleteAll(resource: Resource<KubernetesObject>, selector: string): Promise<void> {
    for (const { metadata } of await this.#cluster.list(resource, selector)) {
      await this.#cluster.api.delete(resource, metadata, { gracePeriodSeconds: 0 });
    }
  }
}
