import type { RoleConf } from '../role-conf.ts';
import { withSpec, type FeatureStep } from '../spark-pod.ts';

/**
 * The service account, under its old name and its new one: Spark writes both.
 *
 * @see Spark `DriverKubernetesCredentialsFeatureStep`, `ExecutorKubernetesCredentialsFeatureStep`
 */
export const serviceAccount: FeatureStep<RoleConf> = (soFar, conf) =>
  conf.serviceAccount === undefined
    ? soFar
    : withSpec(soFar, { serviceAccount: conf.serviceAccount, serviceAccountName: conf.serviceAccount });
