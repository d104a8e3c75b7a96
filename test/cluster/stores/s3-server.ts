/** An S3 server beside the tests: versitygw, which keeps objects as files. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

import { s3ServerProgram } from '../local/kubernetes-programs.ts';
import { mavenJars } from '../local/maven.ts';
import { silentProgress, type Progress } from '../local/progress.ts';
import { server, type Server, type ServerPlace } from './server.ts';

export const S3_KEYS = { accessKeyId: 'tester', secretAccessKey: 'not-a-secret' };
export const S3_BUCKET = 'uploads';
const PORT = 7070;

/** The folder with the jars that Spark reads `s3a:` with. Downloaded on the first call. */
export async function s3aJars(progress: Progress = silentProgress): Promise<string> {
  return await mavenJars('s3a-jars', join(import.meta.dirname, 's3a/pom.xml'), progress);
}

/** S3 with one empty bucket. */
export async function s3Server({ address, folder }: ServerPlace): Promise<Server> {
  const program = await s3ServerProgram(silentProgress);
  const [objects, metadata] = [join(folder, 'objects'), join(folder, 'metadata')];
  for (const each of [objects, metadata]) await mkdir(each, { recursive: true });
  const { accessKeyId, secretAccessKey } = S3_KEYS;
  const identity = ['--access', accessKeyId, '--secret', secretAccessKey];
  const url = `http://${address}:${PORT}`;
  const started = await server('versitygw', {
    command: [program, ...identity, '--port', `${address}:${PORT}`, 'posix', '--sidecar', metadata, objects],
    folder,
    url,
    // Whoever asks without a key is refused, by a server that is ready.
    isReady: async () => (await fetch(url)).status === 403,
  });
  const client = new S3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: S3_KEYS,
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: S3_BUCKET }));
  client.destroy();
  return started;
}
