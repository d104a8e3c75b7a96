import { systemClock } from '../clock.ts';
import { CurrentCredentials } from '../kube/credentials.ts';
import { HttpApiServer } from '../kube/http-api-server.ts';
import { loadKubeConfig } from '../kube/kubeconfig.ts';
import { resourcePath } from '../kube/resource-path.ts';
import { Transport } from '../kube/transport.ts';
import { PODS } from '../manifest/pod.ts';
import type { Cluster, ClusterChoice } from './cluster.ts';
import { forwardPort } from './forward-port.ts';

/**
 * Connects as kubectl would: the namespace is that of the flag, else of the context, else `default`. Nothing is sent
 * yet, so a server that cannot be reached fails the first request. Credentials of somebody else win over the context's.
 *
 * Fails: with an `ApiError` where there is no usable kubeconfig.
 */
export function connect({ namespace, context, kubeconfig, server, credentials }: ClusterChoice): Cluster {
  const kubeConfig = loadKubeConfig({
    ...(context === undefined ? {} : { context }),
    ...(kubeconfig === undefined ? {} : { file: kubeconfig }),
    ...(server === undefined ? {} : { server }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const identity = new CurrentCredentials(kubeConfig, systemClock);
  const transport = new Transport({ credentials: identity, clock: systemClock, userAgent: 'sparkctl' });
  const current = kubeConfig.getContextObject(kubeConfig.getCurrentContext());
  return {
    api: new HttpApiServer(transport, 'sparkctl'),
    namespace: namespace ?? current?.namespace ?? 'default',
    now: () => systemClock.now(),
    after: (delayMs, wake) => systemClock.after(delayMs, wake),
    log: ({ namespace: place, name, ...query }, signal) =>
      transport.stream(
        resourcePath(PODS, { namespace: place, name, part: 'log' }, { follow: true, ...query }),
        signal,
      ),
    forward: (to, stream) => forwardPort(kubeConfig, to, stream),
    close: () => transport.close(),
  };
}
