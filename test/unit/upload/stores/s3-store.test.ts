import { mkdtemp, open, rm, truncate } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { s3Settings, s3Store, usualRegion } from '../../../../src/upload/stores/s3-store.ts';

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

/** S3 for one large object; answers each part by `partStatus`, and says what it was asked and has got. */
async function largeObjects(partStatus: (part: number) => number) {
  const asked: string[] = [];
  const parts: number[] = [];
  const answers: Readonly<Record<string, string>> = {
    'POST uploads': '<InitiateMultipartUploadResult><UploadId>up</UploadId></InitiateMultipartUploadResult>',
    'POST uploadId': '<CompleteMultipartUploadResult><ETag>"all"</ETag></CompleteMultipartUploadResult>',
  };
  const server = createServer((request, answer) => {
    const url = new URL(request.url ?? '', 'http://s3');
    const part = Number(url.searchParams.get('partNumber'));
    const question = `${request.method} ${['partNumber', 'uploads', 'uploadId'].find((name) => url.searchParams.has(name)) ?? ''}`;
    let bytes = 0;
    request.on('data', (chunk: Buffer) => void (bytes += chunk.length));
    request.on('end', () => {
      asked.push(question);
      if (part > 0) parts[part - 1] = bytes;
      const length = request.method === 'HEAD' ? { 'content-length': LARGE } : {};
      answer.writeHead(part > 0 ? partStatus(part) : 200, { etag: `"${part}"`, ...length });
      answer.end(answers[question]);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { url, asked, parts, close: () => (server.closeAllConnections(), server.close()) };
}

const LARGE = 20 * 2 ** 20;

describe('a large file', () => {
  let path: string;
  beforeAll(async () => {
    path = join(await mkdtemp(join(tmpdir(), 's3-store-')), 'large');
    await (await open(path, 'w')).close();
    await truncate(path, LARGE);
  });
  afterAll(() => rm(dirname(path), { recursive: true }));

  const put = async (url: string): Promise<readonly number[]> => {
    const properties: Readonly<Record<string, string>> = {
      'fs.s3a.endpoint': url,
      'fs.s3a.path.style.access': 'true',
      'fs.s3a.access.key': 'A',
      'fs.s3a.secret.key': 'S',
    };
    const sent: number[] = [];
    const transfer = {
      onProgress: (bytes: number) => void sent.push(bytes),
      signal: new AbortController().signal,
    };
    const store = s3Store('s3a://b/up', (key) => properties[key]);
    await store.put({ path, size: LARGE }, 's3a://b/up/a.jar', transfer);
    return sent;
  };

  test('goes in parts, all of it', async () => {
    const s3 = await largeObjects(() => 200);
    const sent = await put(s3.url);
    s3.close();
    expect(sent).toHaveLength(3);
    expect(sent.at(-1)).toBe(LARGE);
    expect(s3.parts).toEqual([8, 8, 4].map((mebibytes) => mebibytes * 2 ** 20));
    expect(s3.asked).toEqual([
      'POST uploads',
      ...Array.from({ length: 3 }, () => 'PUT partNumber'),
      'POST uploadId',
      'HEAD ',
    ]);
  });

  test('does not leave parts behind where one is refused', async () => {
    const s3 = await largeObjects((part) => (part === 2 ? 403 : 200));
    await expect(put(s3.url)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    s3.close();
    expect(s3.asked.at(-1)).toBe('DELETE uploadId');
    expect(s3.asked).not.toContain('POST uploadId');
  });
});

const setVariables = (variables: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, value] of Object.entries(variables))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
};

test.each([
  { variable: 'eu-west-1', region: 'eu-west-1' },
  { variable: undefined, region: 'us-east-1' },
])('the region is $region where AWS_REGION is $variable', async ({ variable, region }) => {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE } = process.env;
  setVariables({ AWS_REGION: variable, AWS_DEFAULT_REGION: undefined, AWS_CONFIG_FILE: '/nowhere' });
  try {
    expect(await usualRegion()).toBe(region);
  } finally {
    setVariables({ AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE });
  }
});
