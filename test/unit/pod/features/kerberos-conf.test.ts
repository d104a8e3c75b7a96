import { describe, expect, test } from '@jest/globals';
import { kerberosConf } from '../../../../src/pod/features/kerberos-conf.ts';
import { driverConf, STARTED, UNIQUE_ID } from '../samples.ts';

const HEAD = 'spark.kubernetes.kerberos.';
const FILES = { '/etc/krb5.conf': Buffer.from('[realms]'), '/home/me.keytab': Buffer.from([0, 255]) };
const KEYTAB = { 'spark.kerberos.keytab': '/home/me.keytab', 'spark.kerberos.principal': 'me@REALM' };
const TOKENS = { [`${HEAD}tokenSecret.name`]: 'tokens', [`${HEAD}tokenSecret.itemKey`]: 'hadoop.token' };

describe('krb5.conf', () => {
  const mount = { name: 'krb5-file', mountPath: '/etc/krb5.conf', subPath: 'krb5.conf' };

  test('of a ConfigMap that exists is mounted', () => {
    const built = kerberosConf(STARTED, driverConf({ [`${HEAD}krb5.configMapName`]: 'krb' }));
    expect(built.pod.spec.volumes).toEqual([{ name: 'krb5-file', configMap: { name: 'krb' } }]);
    expect(built.container.volumeMounts?.at(-1)).toEqual(mount);
    expect(built.beside).toEqual([]);
  });

  test('of a file becomes a ConfigMap', () => {
    const built = kerberosConf(
      STARTED,
      driverConf({ [`${HEAD}krb5.path`]: '/etc/krb5.conf' }, { files: FILES }),
    );
    const name = `app-${UNIQUE_ID}-krb5-file`;
    expect(built.beside[0]?.object).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name },
      immutable: true,
      data: { 'krb5.conf': '[realms]' },
    });
    expect(built.pod.spec.volumes?.[0]?.configMap).toEqual({
      name,
      items: [{ key: 'krb5.conf', path: 'krb5.conf' }],
    });
    expect(built.container.volumeMounts?.at(-1)).toEqual(mount);
  });
});

describe('the login', () => {
  test('by a keytab has it in a secret, byte by byte', () => {
    const built = kerberosConf(STARTED, driverConf(KEYTAB, { files: FILES }));
    const secretName = `app-${UNIQUE_ID}-kerberos-keytab`;
    expect(built.beside[0]?.object).toMatchObject({
      kind: 'Secret',
      metadata: { name: secretName },
      immutable: true,
      data: { 'me.keytab': 'AP8=' },
    });
    expect(built.pod.spec.volumes).toEqual([{ name: 'kerberos-keytab', secret: { secretName } }]);
    expect(built.properties).toEqual({
      'spark.kerberos.keytab': '/mnt/secrets/kerberos-keytab/me.keytab',
    });
  });

  test('by tokens finds them by a variable', () => {
    const built = kerberosConf(STARTED, driverConf(TOKENS));
    expect(built.pod.spec.volumes).toEqual([{ name: 'hadoop-secret', secret: { secretName: 'tokens' } }]);
    expect(built.container.env?.at(-1)).toEqual({
      name: 'HADOOP_TOKEN_FILE_LOCATION',
      value: '/mnt/secrets/hadoop-credentials/hadoop.token',
    });
  });

  test.each([
    {
      name: 'a keytab that is brought along before tokens',
      keytab: '/home/me.keytab',
      volume: 'kerberos-keytab',
    },
    {
      name: 'tokens where the keytab is in the image',
      keytab: 'local:///me.keytab',
      volume: 'hadoop-secret',
    },
  ])('takes $name', ({ keytab, volume }) => {
    const conf = driverConf({ ...KEYTAB, ...TOKENS, 'spark.kerberos.keytab': keytab }, { files: FILES });
    expect(kerberosConf(STARTED, conf).pod.spec.volumes?.map(({ name }) => name)).toEqual([volume]);
  });

  test('is left alone where nothing is set', () => {
    expect(kerberosConf(STARTED, driverConf())).toBe(STARTED);
  });
});

test.each([
  {
    properties: { [`${HEAD}krb5.path`]: '/etc/krb5.conf', [`${HEAD}krb5.configMapName`]: 'krb' },
    problem: `${HEAD}krb5.path may not be set: ${HEAD}krb5.configMapName is set as well`,
  },
  {
    properties: { 'spark.kerberos.keytab': '/home/me.keytab' },
    problem: 'spark.kerberos.keytab is set without spark.kerberos.principal',
  },
  {
    properties: { 'spark.kerberos.principal': 'me' },
    problem: 'spark.kerberos.principal is set without spark.kerberos.keytab',
  },
  {
    properties: { [`${HEAD}tokenSecret.name`]: 'tokens' },
    problem: `${HEAD}tokenSecret.name is set without ${HEAD}tokenSecret.itemKey`,
  },
])('$problem', ({ properties, problem }) => {
  expect(() => kerberosConf(STARTED, driverConf(properties, { files: FILES }))).toThrow(problem);
});
