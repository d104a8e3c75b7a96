import { systemClock } from '../../src/clock.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import { CurrentCredentials } from '../../src/kube/credentials.ts';
import { HttpApiServer } from '../../src/kube/http-api-server.ts';
import { loadKubeConfig } from '../../src/kube/kubeconfig.ts';
import { Transport } from '../../src/kube/transport.ts';
import type { KubernetesObject, Resource } from '../../src/manifest/object-meta.ts';

const NAMESPACES: Resource<KubernetesObject> = { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces' };

/** The API server of the cluster that the tests run in. */
export interface RealApiServer {
  readonly api: ApiServer;
  close(): Promise<void>;
}

export function realApiServer(): RealApiServer {
  const credentials = new CurrentCredentials(loadKubeConfig(), systemClock);
  const transport = new Transport({ credentials, clock: systemClock, userAgent: 'test' });
  return { api: new HttpApiServer(transport, 'test'), close: () => transport.close() };
}

/** A new namespace of its own for one test, so that tests don't see each other. */
export async function newNamespace(
  api: ApiServer,
  purpose: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const name = `${purpose}-${Math.random().toString(36).slice(2, 8)}`;
  await api.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  return name;
}
