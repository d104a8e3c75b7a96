/** Who the driver is to the API server and to Hadoop. Files are named here and come with the case. */
import { property, type GeneratedProperty } from './generated-property.ts';
import { numbers, texts } from './values.ts';

const AUTHENTICATE = 'spark.kubernetes.authenticate.driver.';
const KERBEROS = 'spark.kubernetes.kerberos.';

export const CREDENTIALS: readonly GeneratedProperty[] = [
  property(`${AUTHENTICATE}oauthToken`, texts(['secret-token', 'ünïcödé'])),
  property(`${AUTHENTICATE}clientKeyFile`, texts(['client.key'], ['missing.key'])),
  property(`${AUTHENTICATE}clientCertFile`, texts(['client.crt'], ['missing.crt'])),
  property(`${AUTHENTICATE}caCertFile`, texts(['ca.crt'], ['missing.crt'])),
  property(`${AUTHENTICATE}mounted.caCertFile`, texts(['/mnt/ca.crt'])),
  property(`${AUTHENTICATE}mounted.oauthTokenFile`, texts(['/mnt/token'])),
  property('spark.kubernetes.configMap.maxSize', { valid: numbers(1_000, 1_048_576).valid }),
  property('spark.kubernetes.hadoop.configMapName', texts(['hadoop-conf'])),
  property('spark.kubernetes.executor.hadoopConfigMapName', texts(['elsewhere'])),
  property(`${KERBEROS}krb5.configMapName`, texts(['krb5'])),
  property(`${KERBEROS}krb5.path`, texts(['krb5.conf'], ['missing.conf'])),
  {
    key: 'spark.kerberos.',
    valid: (random) => ({
      'spark.kerberos.keytab': random.pick(['user.keytab', 'local:/etc/user.keytab']),
      'spark.kerberos.principal': 'user@EXAMPLE.ORG',
    }),
    invalid: () => ({
      'spark.kerberos.keytab': 'missing.keytab',
      'spark.kerberos.principal': 'user@EXAMPLE.ORG',
    }),
  },
  {
    key: `${KERBEROS}tokenSecret.`,
    valid: () => ({
      [`${KERBEROS}tokenSecret.name`]: 'tokens',
      [`${KERBEROS}tokenSecret.itemKey`]: 'hadoop',
    }),
    invalid: (random) => ({ [`${KERBEROS}tokenSecret.${random.pick(['name', 'itemKey'])}`]: 'half' }),
  },
];
