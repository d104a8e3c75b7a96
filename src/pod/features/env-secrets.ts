import { OperatorError } from '../../operator-error.ts';
import { PREFIX } from '../../spark/conf-keys.ts';
import type { RoleConf } from '../role-conf.ts';
import { withContainer, type FeatureStep } from '../spark-pod.ts';

/**
 * Keys of secrets as environment variables.
 *
 * @see Spark `EnvSecretsFeatureStep`
 */
export const envSecrets: FeatureStep<RoleConf> = (soFar, conf) =>
  withContainer(soFar, {
    env: Array.from(conf.secretEnvironment, ([name, reference]) => ({
      name,
      valueFrom: { secretKeyRef: parseSecretReference(reference, prefixOf(conf) + name) },
    })),
  });

/** Reads `<secret name>:<key>`. Fails: SPARK_SECRET_REFERENCE_UNREADABLE. */
export function parseSecretReference(
  reference: string,
  field: string,
): { readonly name: string; readonly key: string } {
  const [name = '', key = '', ...rest] = reference.split(':');
  if (name !== '' && key !== '' && rest.length === 0) return { name, key };
  throw new OperatorError('SPARK_SECRET_REFERENCE_UNREADABLE', { field, text: reference });
}

function prefixOf({ role }: RoleConf): string {
  return role === 'driver' ? PREFIX.driverSecretEnv : PREFIX.executorSecretEnv;
}
