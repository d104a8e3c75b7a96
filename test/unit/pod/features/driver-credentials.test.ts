import { describe, expect, test } from '@jest/globals';
import { driverCredentials } from '../../../../src/pod/features/driver-credentials.ts';
import { driverConf, STARTED, UNIQUE_ID } from '../samples.ts';

const HEAD = 'spark.kubernetes.authenticate.driver.';
const DIRECTORY = '/mnt/secrets/spark-kubernetes-credentials';
const FILES = { '/k.pem': Buffer.from('key'), '/c.pem': Buffer.from('cert'), '/ca.pem': Buffer.from('ca') };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the credentials of a driver', () => {
  test.each([
    { property: 'clientKeyFile', value: '/k.pem', key: 'client-key', content: 'key' },
    { property: 'clientCertFile', value: '/c.pem', key: 'client-cert', content: 'cert' },
    { property: 'caCertFile', value: '/ca.pem', key: 'ca-cert', content: 'ca' },
    { property: 'oauthToken', value: 't0k', key: 'oauth-token', content: 't0k' },
  ])('by $property are a key of a secret that the driver mounts', ({ property, value, key, content }) => {
    const built = driverCredentials(STARTED, driverConf({ [HEAD + property]: value }, { files: FILES }));
    const secretName = `app-${UNIQUE_ID}-kubernetes-credentials`;
    expect(built.beside.map(({ object }) => object)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secretName },
        immutable: true,
        data: { [key]: base64(content) },
      },
    ]);
    expect(built.pod.spec.volumes).toEqual([{ name: 'kubernetes-credentials', secret: { secretName } }]);
    expect(built.container.volumeMounts?.at(-1)).toEqual({
      name: 'kubernetes-credentials',
      mountPath: DIRECTORY,
    });
    const mounted = property === 'oauthToken' ? 'oauthTokenFile' : property;
    expect(built.properties[`${HEAD}mounted.${mounted}`]).toBe(`${DIRECTORY}/${key}`);
  });

  test('take the place of its service account', () => {
    const account = { [`${HEAD}serviceAccountName`]: 'spark' };
    const withToken = driverConf({ ...account, [`${HEAD}oauthToken`]: 't0k' });
    expect(driverCredentials(STARTED, withToken).pod.spec.serviceAccountName).toBeUndefined();
    expect(driverCredentials(STARTED, driverConf(account)).pod.spec.serviceAccountName).toBe('spark');
  });

  test('that are in the pod already need no secret, and their place is kept', () => {
    const mounted = { [`${HEAD}mounted.clientKeyFile`]: '/own/key' };
    expect(driverCredentials(STARTED, driverConf(mounted)).beside).toEqual([]);
    const both = driverConf({ ...mounted, [`${HEAD}clientKeyFile`]: '/k.pem' }, { files: FILES });
    expect(driverCredentials(STARTED, both).properties[`${HEAD}mounted.clientKeyFile`]).toBe('/own/key');
  });

  test.each([`${HEAD}oauthToken`, 'spark.kubernetes.authenticate.submission.oauthToken'])(
    'leave no token behind: %s',
    (key) => {
      const { properties } = driverCredentials(STARTED, driverConf({ [key]: 't0k' }));
      expect(properties[key]).toBe('<present_but_redacted>');
    },
  );

  test('need the content of their files', () => {
    const conf = driverConf({ [`${HEAD}caCertFile`]: '/elsewhere' }, { files: FILES });
    expect(() => driverCredentials(STARTED, conf)).toThrow(`${HEAD}caCertFile: the file /elsewhere is on`);
  });
});
