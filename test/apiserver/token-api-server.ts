import { KubeConfig } from '@kubernetes/client-node';
import { systemClock } from '../../src/clock.ts';
import { CurrentCredentials } from '../../src/kube/credentials.ts';
import { HttpApiServer } from '../../src/kube/http-api-server.ts';
import { loadKubeConfig } from '../../src/kube/kubeconfig.ts';
import { Transport } from '../../src/kube/transport.ts';
import type { RealApiServer } from './real-api-server.ts';

/** The API server as whoever has that token sees it. Kubectl would show its own certificate, too, and that wins. */
export function tokenApiServer(token: string): RealApiServer {
  const cluster = loadKubeConfig().getCurrentCluster();
  if (cluster === null) throw new Error('the kubeconfig names no cluster');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(cluster, { name: 'token', token: token.trim() });
  const credentials = new CurrentCredentials(kubeConfig, systemClock);
  const transport = new Transport({ credentials, clock: systemClock, userAgent: 'test' });
  return { api: new HttpApiServer(transport, 'test'), close: () => transport.close() };
}
