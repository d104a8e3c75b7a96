import { describe, expect, test } from '@jest/globals';
import { s3Settings } from '../../../../src/upload/stores/s3-store.ts';

const settings = (properties: Readonly<Record<string, string>>) =>
  s3Settings('b', (key) => properties[key.replace('fs.s3a.', '')]);

describe('the client of S3', () => {
  test('is that of AWS where nothing is set', () => {
    expect(settings({})).toEqual({ maxAttempts: 5, followRegionRedirects: true, forcePathStyle: false });
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
