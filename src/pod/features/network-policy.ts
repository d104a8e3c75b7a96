import { NETWORK_POLICIES, type NetworkPolicyIngressRule } from '../../manifest/network-policy.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { APP_SELECTOR_LABEL, ROLE_LABEL } from '../../spark/labels.ts';
import type { DriverConf } from '../driver-conf.ts';
import { planned } from '../planned-object.ts';
import { withBeside, type FeatureStep } from '../spark-pod.ts';

/**
 * Executors accept connections from the pods of their own application only; from others only on the port of their
 * metrics, where those are exposed.
 *
 * @see Spark `NetworkPolicyFeatureStep` (since 4.2)
 */
export const networkPolicy: FeatureStep<DriverConf> = (soFar, conf) => {
  if (!conf.behaviour.networkPolicy) return soFar;
  const application = { [APP_SELECTOR_LABEL]: conf.appId };
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: `${conf.namePrefix}-policy`,
      namespace: conf.spark.read(CONF.namespace),
      labels: application,
    },
    spec: {
      podSelector: { matchLabels: { [ROLE_LABEL]: 'executor', ...application } },
      ingress: [{ from: [{ podSelector: { matchLabels: application } }] }, ...metricsRule(conf)],
    },
  };
  return withBeside(soFar, [planned(NETWORK_POLICIES, policy)]);
};

/** Whoever collects metrics is none of the application's pods. Not a rule of Spark's, which exposes none this way. */
function metricsRule({ executorMetricsPort: port }: DriverConf): readonly NetworkPolicyIngressRule[] {
  return port === undefined ? [] : [{ ports: [{ protocol: 'TCP', port }] }];
}
