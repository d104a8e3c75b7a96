import { NETWORK_POLICIES } from '../../manifest/network-policy.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { APP_SELECTOR_LABEL, ROLE_LABEL } from '../../spark/labels.ts';
import type { DriverConf } from '../driver-conf.ts';
import { planned } from '../planned-object.ts';
import { withBeside, type FeatureStep } from '../spark-pod.ts';

/**
 * Executors accept connections from the pods of their own application only.
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
      ingress: [{ from: [{ podSelector: { matchLabels: application } }] }],
    },
  };
  return withBeside(soFar, [planned(NETWORK_POLICIES, policy)]);
};
