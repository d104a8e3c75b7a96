import type { KubernetesObject, Resource } from '../../src/manifest/object-meta.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { startLoopbackServer, type LoopbackServer } from '../unit/kube/loopback-server.ts';

const GROUP = 'external.metrics.k8s.io';
const VERSION = 'v1beta1';

const API_SERVICES: Resource<KubernetesObject> = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  plural: 'apiservices',
};
const SERVICES: Resource<KubernetesObject> = { apiVersion: 'v1', kind: 'Service', plural: 'services' };

/** One metric, served to autoscalers through the API server of the cluster, as an adapter for a queue would. */
export class MetricsApi {
  /** What the metric is now. */
  value: number;
  readonly #api: ApiServer;
  readonly #server: LoopbackServer;

  private constructor(value: number, api: ApiServer, server: LoopbackServer) {
    this.value = value;
    this.#api = api;
    this.#server = server;
  }

  /** Serves the metric `queue`, and has the API server pass requests for it on. */
  static async start(value: number, api: ApiServer, namespace: string): Promise<MetricsApi> {
    let metrics: MetricsApi | undefined;
    const server = await startLoopbackServer(({ path }, response) => {
      const body = answerTo(path, metrics?.value ?? value);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? {}));
    });
    metrics = new MetricsApi(value, api, server);
    await metrics.#register(namespace);
    return metrics;
  }

  async stop(): Promise<void> {
    await this.#api.delete(API_SERVICES, { namespace: '', name: `${VERSION}.${GROUP}` });
    await this.#server.close();
  }

  /** The API server takes a service for what it is called, so it finds this process without any network of pods. */
  async #register(namespace: string): Promise<void> {
    const port = Number(new URL(this.#server.url).port);
    await this.#api.create(SERVICES, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name: 'metrics' },
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
    } as KubernetesObject);
    await this.#api.create(API_SERVICES, {
      apiVersion: API_SERVICES.apiVersion,
      kind: API_SERVICES.kind,
      metadata: { name: `${VERSION}.${GROUP}` },
      spec: {
        group: GROUP,
        version: VERSION,
        service: { namespace, name: 'metrics', port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    } as KubernetesObject);
  }
}

/** What the API consists of, and the one metric in it. */
function answerTo(path: string, value: number): unknown {
  const { pathname } = new URL(path, 'https://metrics');
  if (pathname === `/apis/${GROUP}/${VERSION}`) {
    const verbs = { namespaced: true, kind: 'ExternalMetricValueList', verbs: ['get'] };
    const resources = [{ name: 'queue', singularName: '', ...verbs }];
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: `${GROUP}/${VERSION}`, resources };
  }
  if (!pathname.endsWith('/queue')) return undefined;
  const timestamp = new Date().toISOString();
  return {
    kind: 'ExternalMetricValueList',
    apiVersion: `${GROUP}/${VERSION}`,
    metadata: {},
    items: [{ metricName: 'queue', metricLabels: {}, timestamp, value: String(value) }],
  };
}
