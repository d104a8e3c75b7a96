/** Who the driver is to the API server and to Hadoop, and Hadoop's configuration. */
import { about, aboutProperties, type HandPickedCase } from './hand-picked-case.ts';

const DRIVER = 'spark.kubernetes.authenticate.driver';

const API_SERVER: readonly HandPickedCase[] = [
  ...about('credentials', {
    'a token': { conf: { [`${DRIVER}.oauthToken`]: 'secret-token' } },
    'a token, and a service account': {
      conf: { [`${DRIVER}.oauthToken`]: 'secret-token', [`${DRIVER}.serviceAccountName`]: 'spark' },
    },
    'a key and certificates': {
      conf: {
        [`${DRIVER}.clientKeyFile`]: 'client.key',
        [`${DRIVER}.clientCertFile`]: 'client.crt',
        [`${DRIVER}.caCertFile`]: 'ca.crt',
      },
      files: { 'client.key': 'KEY', 'client.crt': 'CERTIFICATE', 'ca.crt': 'AUTHORITY' },
    },
    'a key that is not there': { conf: { [`${DRIVER}.clientKeyFile`]: 'missing.key' } },
    'a token in a file': {
      conf: { [`${DRIVER}.oauthTokenFile`]: 'token' },
      files: { token: 'secret-token' },
    },
  }),
  ...aboutProperties('credentials', {
    'that are mounted already': {
      [`${DRIVER}.mounted.oauthTokenFile`]: '/mnt/token',
      [`${DRIVER}.mounted.caCertFile`]: '/mnt/ca.crt',
    },
    'a token beside one that is mounted already': {
      [`${DRIVER}.oauthToken`]: 'secret-token',
      [`${DRIVER}.mounted.oauthTokenFile`]: '/mnt/token',
    },
    'a token of the submitter': { 'spark.kubernetes.authenticate.submission.oauthToken': 'secret-token' },
  }),
];

const HADOOP: readonly HandPickedCase[] = about('Hadoop', {
  'its configuration in a ConfigMap': { conf: { 'spark.kubernetes.hadoop.configMapName': 'hadoop' } },
  'the configuration of executors in another ConfigMap': {
    conf: { 'spark.kubernetes.executor.hadoopConfigMapName': 'other' },
  },
  'its configuration in files': { hadoopConf: { 'core-site.xml': '<a/>', 'hdfs-site.xml': '<b/>' } },
  'its configuration in no files': { hadoopConf: {} },
  'its configuration in a ConfigMap and in files': {
    conf: { 'spark.kubernetes.hadoop.configMapName': 'hadoop' },
    hadoopConf: { 'core-site.xml': '<a/>' },
  },
});

const KERBEROS: readonly HandPickedCase[] = about('Kerberos', {
  'its configuration in a ConfigMap': { conf: { 'spark.kubernetes.kerberos.krb5.configMapName': 'krb5' } },
  'its configuration in a file': {
    conf: { 'spark.kubernetes.kerberos.krb5.path': 'krb5.conf' },
    files: { 'krb5.conf': '[libdefaults]\n' },
  },
  'its configuration in a file of another name': {
    conf: { 'spark.kubernetes.kerberos.krb5.path': 'other.conf' },
    files: { 'other.conf': '[libdefaults]\n' },
  },
  'its configuration in a file that is not there': {
    conf: { 'spark.kubernetes.kerberos.krb5.path': 'none.conf' },
  },
  'its configuration in a ConfigMap and in a file': {
    conf: {
      'spark.kubernetes.kerberos.krb5.path': 'krb5.conf',
      'spark.kubernetes.kerberos.krb5.configMapName': 'krb5',
    },
    files: { 'krb5.conf': '[libdefaults]\n' },
  },
  'a keytab': {
    conf: { 'spark.kerberos.keytab': 'user.keytab', 'spark.kerberos.principal': 'user@EXAMPLE.ORG' },
    files: { 'user.keytab': 'KEYTAB' },
  },
  'a keytab in the image': {
    conf: {
      'spark.kerberos.keytab': 'local:/etc/user.keytab',
      'spark.kerberos.principal': 'user@EXAMPLE.ORG',
    },
  },
  'a keytab of nobody': {
    conf: { 'spark.kerberos.keytab': 'user.keytab' },
    files: { 'user.keytab': 'KEYTAB' },
  },
  'nobody with a keytab': { conf: { 'spark.kerberos.principal': 'user@EXAMPLE.ORG' } },
  'tokens in a secret': {
    conf: {
      'spark.kubernetes.kerberos.tokenSecret.name': 'tokens',
      'spark.kubernetes.kerberos.tokenSecret.itemKey': 'hadoop',
    },
  },
  'tokens without a key': { conf: { 'spark.kubernetes.kerberos.tokenSecret.name': 'tokens' } },
  'tokens without a secret': { conf: { 'spark.kubernetes.kerberos.tokenSecret.itemKey': 'hadoop' } },
});

export const CREDENTIAL_CASES: readonly HandPickedCase[] = [...API_SERVER, ...HADOOP, ...KERBEROS];
