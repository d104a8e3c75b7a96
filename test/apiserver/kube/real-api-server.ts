import { randomUUID } from 'node:crypto';

import { systemClock } from '../../../src/clock.ts';
import { CurrentCredentials } from '../../../src/kube/credentials.ts';
import { HttpApiServer } from '../../../src/kube/http-api-server.ts';
import { loadKubeConfig } from '../../../src/kube/kubeconfig.ts';
import { Transport } from '../../../src/kube/transport.ts';
import type { ListPage } from '../../../src/kube/api-server.ts';
import type { ConfigMapManifest } from '../../../src/manifest/config-map.ts';
import type { KubernetesObject, Resource } from '../../../src/manifest/object-meta.ts';

const NAMESPACES: Resource<KubernetesObject> = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces' };

/** The API server that `$KUBECONFIG` leads to, and a namespace in it for one test file. */
export interface RealApiServer {
  readonly api: HttpApiServer;
  readonly transport: Transport;
  readonly namespace: string;
  /** Removes the namespace and hangs up. */
  close(): Promise<void>;
}

export async function connectToRealApiServer(): Promise<RealApiServer> {
  const credentials = new CurrentCredentials(loadKubeConfig(), systemClock);
  const transport = new Transport({ credentials, clock: systemClock, userAgent: 'kube-test/1' });
  const api = new HttpApiServer(transport, 'kube-test');
  const namespace = `kube-${randomUUID().slice(0, 8)}`;
  await api.create(NAMESPACES, { metadata: { name: namespace } });
  const close = async (): Promise<void> => {
    await api.delete(NAMESPACES, { namespace: '', name: namespace });
    await transport.close();
  };
  return { api, transport, namespace, close };
}

/** The simplest object there is. */
export function configMap(
  namespace: string,
  name: string,
  data: Record<string, string> = {},
): ConfigMapManifest {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name, labels: { made: 'here' } },
    data,
  };
}

/** All pages of a list. */
export async function allPages<T extends KubernetesObject>(
  pages: AsyncIterable<ListPage<T>>,
): Promise<ListPage<T>[]> {
  const all = [];
  for await (const page of pages) all.push(page);
  return all;
}
