import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { s3Settings, s3Store } from '../../../../src/upload/stores/s3-store.ts';

const settings = (properties: Readonly<Record<string, string>>) =>
  s3Settings('b', (key) => properties[key.replace('fs.s3a.', '')]);

describe('the client of S3', () => {
  test('is that of AWS where nothing is set', () => {
    expect(settings({})).toEqual({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
      followRegionRedirects: true,
      forcePathStyle: false,
    });
  });

  test('follows the properties of s3a', () => {
    expect(
      settings({
        endpoint: 'minio:9000',
        'connection.ssl.enabled': 'false',
        'path.style.access': 'true',
        'access.key': 'A',
        'secret.key': 'S',
        'session.token': 'T',
      }),
    ).toMatchObject({
      endpoint: 'http://minio:9000',
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T' },
    });
  });

  test('has the properties of its bucket before those of all', () => {
    expect(settings({ endpoint: 'https://all', 'bucket.b.endpoint': 'https://one' })).toMatchObject({
      endpoint: 'https://one',
    });
  });
});

test('S3 is not waited for where it is silent', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const properties: Readonly<Record<string, string>> = {
    'fs.s3a.endpoint': `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    'fs.s3a.path.style.access': 'true',
    'fs.s3a.access.key': 'A',
    'fs.s3a.secret.key': 'S',
    'fs.s3a.connection.timeout': '50ms',
  };
  const store = s3Store('s3a://b/up', (key) => properties[key]);
  const file = { path: fileURLToPath(import.meta.url), size: 1 };
  const transfer = { onProgress: () => undefined, signal: new AbortController().signal };
  const error: unknown = await store.put(file, 's3a://b/up/a.jar', transfer).catch((cause: unknown) => cause);
  silent.closeAllConnections();
  silent.close();
  expect(store.explain(error)).toMatchObject({ says: 'S3 is silent' });
});
