import { CONFIG_MAPS } from '../../manifest/config-map.ts';
import { SECRETS } from '../../manifest/secret.ts';
import type { ConfKey } from '../../spark/conf-key.ts';
import { OperatorError } from '../../operator-error.ts';
import { CONF } from '../../spark/conf-keys.ts';
import type { SparkConf } from '../../spark/spark-conf.ts';
import type { DriverConf } from '../driver-conf.ts';
import { planned } from '../planned-object.ts';
import { withBeside, withContainer, withSpec, type FeatureStep, type SparkPod } from '../spark-pod.ts';
import { base64Of, submittedFile, textOf } from '../submitted-files.ts';

/**
 * What the driver needs to log in to Kerberos: `krb5.conf`, and a keytab or delegation tokens. Tokens are never
 * fetched here: they come in a secret, or not at all.
 *
 * Fails: SPARK_PROPERTIES_EXCLUSIVE, SPARK_PROPERTIES_INSEPARABLE, SPARK_FILE_NOT_GIVEN.
 *
 * @see Spark `KerberosConfDriverFeatureStep`
 */
export const kerberosConf: FeatureStep<DriverConf> = (soFar, conf) => {
  refuseContradictions(conf.spark);
  return withLogin(withKrb5Conf(soFar, conf), conf);
};

/** Whatever the file is called, Spark mounts the key `krb5.conf` of it. */
function withKrb5Conf(soFar: SparkPod, conf: DriverConf): SparkPod {
  const path = conf.spark.read(CONF.krb5File);
  const existing = conf.spark.read(CONF.krb5ConfigMap);
  if (path === undefined && existing === undefined) return soFar;
  const file = path === undefined ? undefined : submittedFile(CONF.krb5File.key, path, conf.files);
  const name = existing ?? `${conf.namePrefix}-krb5-file`;
  const items = file === undefined ? {} : { items: [{ key: file.name, path: file.name }] };
  const mounted = withSpec(soFar, { volumes: [{ name: 'krb5-file', configMap: { name, ...items } }] });
  const visible = withContainer(mounted, {
    volumeMounts: [{ name: 'krb5-file', mountPath: '/etc/krb5.conf', subPath: 'krb5.conf' }],
  });
  if (file === undefined) return visible;
  const data = { [file.name]: textOf(file) };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, immutable: true, data };
  return withBeside(visible, [planned(CONFIG_MAPS, configMap)]);
}

/** A keytab that has to be brought along goes before tokens; one in the image needs nothing. */
function withLogin(soFar: SparkPod, conf: DriverConf): SparkPod {
  const keytab = conf.spark.read(CONF.keytab);
  if (keytab !== undefined && !keytab.startsWith('local:')) return withKeytab(soFar, keytab, conf);
  const secretName = conf.spark.read(CONF.tokenSecret);
  return secretName === undefined ? soFar : withTokens(soFar, secretName, conf.spark);
}

/** Spark's own place for it; the driver is told the file by its property. */
const KEYTAB_DIRECTORY = '/mnt/secrets/kerberos-keytab';

/** Bytes, not text: so a Secret, in which they stand as base64. */
function withKeytab(soFar: SparkPod, path: string, conf: DriverConf): SparkPod {
  const file = submittedFile(CONF.keytab.key, path, conf.files);
  const name = `${conf.namePrefix}-kerberos-keytab`;
  const mounted = withSpec(soFar, { volumes: [{ name: 'kerberos-keytab', secret: { secretName: name } }] });
  const visible = withContainer(mounted, {
    volumeMounts: [{ name: 'kerberos-keytab', mountPath: KEYTAB_DIRECTORY }],
  });
  const data = { [file.name]: base64Of(file) };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, immutable: true, data };
  return withBeside(visible, [planned(SECRETS, secret)], {
    [CONF.keytab.key]: `${KEYTAB_DIRECTORY}/${file.name}`,
  });
}

/** Spark's own place for them; Hadoop is told the file by its variable. */
const TOKEN_DIRECTORY = '/mnt/secrets/hadoop-credentials';

/** The secret is the user's own, and mounted whole; the property says which of its keys has the tokens. */
function withTokens(soFar: SparkPod, secretName: string, spark: SparkConf): SparkPod {
  const mounted = withSpec(soFar, { volumes: [{ name: 'hadoop-secret', secret: { secretName } }] });
  const value = `${TOKEN_DIRECTORY}/${spark.read(CONF.tokenSecretItem) ?? ''}`;
  return withContainer(mounted, {
    volumeMounts: [{ name: 'hadoop-secret', mountPath: TOKEN_DIRECTORY }],
    env: [{ name: 'HADOOP_TOKEN_FILE_LOCATION', value }],
  });
}

/** Finds properties that exclude each other, or go only together. Fails: the codes of `kerberosConf`. */
export function refuseContradictions(spark: SparkConf): void {
  if (spark.has(CONF.krb5File.key) && spark.has(CONF.krb5ConfigMap.key)) {
    throw new OperatorError('SPARK_PROPERTIES_EXCLUSIVE', {
      field: CONF.krb5File.key,
      problem: `${CONF.krb5ConfigMap.key} is set as well`,
      remedy: 'Remove one of them.',
    });
  }
  refuseHalf(spark, CONF.keytab, CONF.principal);
  refuseHalf(spark, CONF.tokenSecret, CONF.tokenSecretItem);
}

/** Each of the two says nothing without the other. */
function refuseHalf(spark: SparkConf, one: ConfKey<unknown>, other: ConfKey<unknown>): void {
  if (spark.has(one.key) === spark.has(other.key)) return;
  const [field, missing] = spark.has(one.key) ? [one.key, other.key] : [other.key, one.key];
  throw new OperatorError('SPARK_PROPERTIES_INSEPARABLE', { field, missing });
}
