import type { RoleConf } from '../role-conf.ts';
import { withSpec, type FeatureStep } from '../spark-pod.ts';

/**
 * The service account, under its old name and its new one: Spark writes both. For executors it only fills a gap: the
 * old name in their template wins.
 *
 * @see Spark `DriverKubernetesCredentialsFeatureStep`, `ExecutorKubernetesCredentialsFeatureStep`
 */
export const serviceAccount: FeatureStep<RoleConf> = (soFar, conf) => {
  const isTemplates = conf.role === 'executor' && soFar.pod.spec.serviceAccount !== undefined;
  return conf.serviceAccount === undefined || isTemplates
    ? soFar
    : withSpec(soFar, { serviceAccount: conf.serviceAccount, serviceAccountName: conf.serviceAccount });
};
