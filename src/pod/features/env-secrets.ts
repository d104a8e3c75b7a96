import type { EnvVar } from '../../manifest/pod.ts';
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
    env: Array.from(conf.secretEnvironment, ([name, reference]) =>
      secretVariable(conf.role, name, reference),
    ),
  });

function secretVariable(role: RoleConf['role'], variable: string, reference: string): EnvVar {
  const [name = '', key = '', ...rest] = reference.split(':');
  if (name === '' || key === '' || rest.length > 0) {
    const prefix = role === 'driver' ? PREFIX.driverSecretEnv : PREFIX.executorSecretEnv;
    throw new OperatorError('SPARK_SECRET_REFERENCE_UNREADABLE', {
      field: `${prefix}${variable}`,
      text: reference,
    });
  }
  return { name: variable, valueFrom: { secretKeyRef: { name, key } } };
}
