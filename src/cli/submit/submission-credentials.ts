import type { OwnCredentials } from '../../kube/kubeconfig.ts';
import { UsageError } from '../command.ts';

const FAMILY = 'spark.kubernetes.authenticate.submission.';

/**
 * Who submits, where properties say so beside the kubeconfig. They are of the submitter alone: no application has them.
 *
 * Fails: with a UsageError where a token is given twice, as Spark does.
 *
 * @see Spark `SparkKubernetesClientFactory.createKubernetesClient`
 */
export function submissionCredentials(property: (key: string) => string | undefined): OwnCredentials {
  const [token, tokenFile, caFile, certFile, keyFile] = [
    'oauthToken',
    'oauthTokenFile',
    'caCertFile',
    'clientCertFile',
    'clientKeyFile',
  ].map((name) => property(FAMILY + name));
  if (token !== undefined && tokenFile !== undefined) {
    throw new UsageError(`only one of ${FAMILY}oauthToken and ${FAMILY}oauthTokenFile can be given`);
  }
  return {
    ...(token === undefined ? {} : { token }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}
