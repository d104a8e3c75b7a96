import { SECRETS, type SecretManifest } from '../../manifest/secret.ts';
import { CONF } from '../../spark/conf-keys.ts';
import type { DriverConf } from '../driver-conf.ts';
import { planned } from '../planned-object.ts';
import { withBeside, withContainer, withSpec, type FeatureStep } from '../spark-pod.ts';
import { base64Of, submittedFile } from '../submitted-files.ts';
import { serviceAccount } from './service-account.ts';

/**
 * Who the driver is to the API server: its service account; or a token, key and certificates of its own, which become a
 * Secret and are told to the driver as files.
 *
 * Guarantees: no token is passed on as a property.
 * Fails: SPARK_FILE_NOT_GIVEN where a property names a file whose content nobody has handed in.
 *
 * @see Spark `DriverKubernetesCredentialsFeatureStep`
 */
export const driverCredentials: FeatureStep<DriverConf> = (soFar, conf) => {
  const credentials = credentialsOf(conf);
  const told = withBeside(soFar, [], redactedTokens(conf));
  if (credentials.length === 0) return serviceAccount(told, conf);
  const secretName = `${conf.namePrefix}-kubernetes-credentials`;
  const mounted = withSpec(told, { volumes: [{ name: VOLUME, secret: { secretName } }] });
  const visible = withContainer(mounted, { volumeMounts: [{ name: VOLUME, mountPath: DIRECTORY }] });
  return withBeside(
    visible,
    [planned(SECRETS, secretOf(secretName, credentials))],
    Object.fromEntries(
      credentials.map(({ mountedKey, file }) => [
        mountedKey,
        conf.spark.get(mountedKey) ?? `${DIRECTORY}/${file}`,
      ]),
    ),
  );
};

/** Spark's own names, by which people find them in a pod. */
const VOLUME = 'kubernetes-credentials';
const DIRECTORY = '/mnt/secrets/spark-kubernetes-credentials';
/** What the submitter has, and where the driver finds it. */
const SUBMITTED = 'spark.kubernetes.authenticate.driver.';
const MOUNTED = 'spark.kubernetes.authenticate.driver.mounted.';

/** The property that names a file, and the key of the Secret that its content gets. */
const FILES = [
  { property: 'clientKeyFile', file: 'client-key' },
  { property: 'clientCertFile', file: 'client-cert' },
  { property: 'caCertFile', file: 'ca-cert' },
] as const;

/** One key of the Secret. */
interface Credential {
  readonly file: string;
  /** The property that tells the driver where the file is; one that is set already stays. */
  readonly mountedKey: string;
  readonly base64: string;
}

/** A token stands in its property itself. That of `oauthTokenFile` is read by nobody, as in Spark. */
function credentialsOf({ spark, files }: DriverConf): readonly Credential[] {
  const token = spark.read(CONF.driverToken);
  const named = FILES.flatMap(({ property, file }) => {
    const path = spark.get(SUBMITTED + property);
    if (path === undefined) return [];
    const base64 = base64Of(submittedFile(SUBMITTED + property, path, files));
    return [{ file, mountedKey: MOUNTED + property, base64 }];
  });
  if (token === undefined) return named;
  const base64 = Buffer.from(token, 'utf8').toString('base64');
  return [...named, { file: 'oauth-token', mountedKey: `${MOUNTED}oauthTokenFile`, base64 }];
}

/** Spark's own words in the place of tokens, whomever they are of. */
function redactedTokens({ spark }: DriverConf): Readonly<Record<string, string>> {
  const tokens = spark.where((key) => key.endsWith('oauthToken'));
  return Object.fromEntries(tokens.map(([key]) => [key, '<present_but_redacted>']));
}

/** It never changes, as Spark makes it. */
function secretOf(name: string, credentials: readonly Credential[]): SecretManifest {
  const data = Object.fromEntries(credentials.map(({ file, base64 }) => [file, base64]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, immutable: true, data };
}
