import { readFile } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { parseDuration } from '../../spark/durations.ts';
import { eachPart, type FilePart } from '../file-parts.ts';
import {
  causeOf,
  UploadError,
  type Explained,
  type HadoopProperties,
  type LocalFile,
  type Transfer,
  type UploadStore,
} from '../upload-store.ts';

/** Parts are kept in memory while they are sent: so large, and so many at once. */
const PART_BYTES = 8 * 2 ** 20;
const PARTS_AT_ONCE = 4;
/** An upload has no more parts than that. */
const MOST_PARTS = 10_000;
/** A request removes no more objects than that. */
const MOST_DELETED_AT_ONCE = 1_000;

/** Of those who do not say one. */
const ANY_REGION = 'us-east-1';

/** Nobody is further away. */
const CONNECT_WITHIN_MS = 10_000;

/** The client reckons the checksum of all that is sent, and the server refuses what does not fit it. */
const CHECKED = { ChecksumAlgorithm: 'CRC32' } as const;

/** Any S3: where it is and who we are comes from the properties of `fs.s3a`, and else from the usual places of AWS. */
export function s3Store(path: string, hadoop: HadoopProperties): UploadStore {
  const settings = s3Settings(bucketAndKey(path).bucket, hadoop);
  let found: Promise<string> | undefined;
  const client = new S3Client({ ...settings, region: settings.region ?? (() => (found ??= usualRegion())) });
  return {
    async put(file, target, transfer) {
      const { bucket, key } = bucketAndKey(target);
      const object = { Bucket: bucket, Key: key };
      await (file.size > PART_BYTES ? putParts : putWhole)(client, object, file, transfer);
      // What is asked for here is what a pod would get.
      const { signal: abortSignal } = transfer;
      const stored = await client.send(new HeadObjectCommand(object), { abortSignal });
      if (stored.ContentLength !== file.size) {
        throw new UploadError(
          `${target} has ${stored.ContentLength} bytes, not ${file.size}. Submit once more.`,
        );
      }
    },
    remove: (targets) => removeObjects(client, path, targets),
    explain,
  };
}

/** That of variables and profiles; where nobody says one, any will do: requests are sent on to that of the bucket. */
export async function usualRegion(): Promise<string> {
  return await new S3Client({}).config.region().catch(() => ANY_REGION);
}

/** Where an object is. */
interface ObjectPlace {
  readonly Bucket: string;
  readonly Key: string;
}

/** In one request. */
async function putWhole(
  client: S3Client,
  object: ObjectPlace,
  { path }: LocalFile,
  { onProgress, signal }: Transfer,
): Promise<void> {
  const body = await readFile(path);
  await client.send(new PutObjectCommand({ ...object, ...CHECKED, Body: body }), { abortSignal: signal });
  onProgress(body.length);
}

/**
 * In parts, some at once.
 *
 * Guarantees: where one of them fails, those that have gone are removed, unless S3 is not there any more.
 */
async function putParts(
  client: S3Client,
  object: ObjectPlace,
  file: LocalFile,
  { onProgress, signal }: Transfer,
): Promise<void> {
  const create = new CreateMultipartUploadCommand({ ...object, ...CHECKED });
  const { UploadId } = await client.send(create, { abortSignal: signal });
  // Large files have larger parts.
  const partBytes = Math.max(PART_BYTES, Math.ceil(file.size / MOST_PARTS));
  let sent = 0;
  const send = async ({ at, bytes }: FilePart, abortSignal: AbortSignal) => {
    const PartNumber = at / partBytes + 1;
    const part = new UploadPartCommand({ ...object, ...CHECKED, UploadId, PartNumber, Body: bytes });
    const { ETag, ChecksumCRC32 } = await client.send(part, { abortSignal });
    sent += bytes.length;
    onProgress(sent);
    return { PartNumber, ETag, ChecksumCRC32 };
  };
  try {
    const Parts = await eachPart(file, { partBytes, atOnce: PARTS_AT_ONCE, signal }, send);
    const MultipartUpload = { Parts: [...Parts] };
    const complete = new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload });
    await client.send(complete, { abortSignal: signal });
  } catch (error) {
    // What there is to tell is why it came to this.
    await client.send(new AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => undefined);
    throw error;
  }
}

/** There are no directories to be removed. Fails: with an `UploadError` that names the first object that stays. */
async function removeObjects(client: S3Client, path: string, targets: readonly string[]): Promise<void> {
  const { bucket } = bucketAndKey(path);
  const objects = targets.map((target) => ({ Key: bucketAndKey(target).key }));
  for (let at = 0; at < objects.length; at += MOST_DELETED_AT_ONCE) {
    const slice = objects.slice(at, at + MOST_DELETED_AT_ONCE);
    const { Errors: [refused] = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: slice, Quiet: true } }),
    );
    // The request itself succeeds, whatever becomes of the single objects.
    if (refused !== undefined)
      throw new UploadError(`${refused.Key ?? path} was not removed: ${refused.Message ?? 'S3 refuses it'}`);
  }
}

/**
 * How a client for this bucket is set up. Without keys among the properties it looks where every client of AWS looks: variables,
 * profiles, the account of a pod, the machine.
 *
 * @see Hadoop `S3AFileSystem`, whose properties these are
 */
export function s3Settings(bucket: string, hadoop: HadoopProperties): S3ClientConfig {
  // A bucket may have its own.
  const read = (name: string): string | undefined =>
    hadoop(`fs.s3a.bucket.${bucket}.${name}`) ?? hadoop(`fs.s3a.${name}`);
  const endpoint = endpointOf(read('endpoint'), read('connection.ssl.enabled') !== 'false');
  // Other servers than those of AWS have one region, whatever its name.
  const region = read('endpoint.region') ?? (endpoint === undefined ? undefined : ANY_REGION);
  const [accessKeyId, secretAccessKey, sessionToken] = [
    read('access.key'),
    read('secret.key'),
    read('session.token'),
  ];
  // Of its own it would wait for ever for a server that is silent.
  const socketTimeout = parseDuration(
    read('connection.timeout') ?? '60s',
    'ms',
    'spark.hadoop.fs.s3a.connection.timeout',
  );
  return {
    maxAttempts: 3,
    requestHandler: { connectionTimeout: CONNECT_WITHIN_MS, socketTimeout },
    followRegionRedirects: true,
    forcePathStyle: read('path.style.access') === 'true',
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
        }),
  };
}

/** A bare host is enough for Hadoop. */
function endpointOf(endpoint: string | undefined, isSecure: boolean): string | undefined {
  if (endpoint === undefined || endpoint === '' || /^https?:\/\//u.test(endpoint))
    return endpoint || undefined;
  return `${isSecure ? 'https' : 'http'}://${endpoint}`;
}

/** Of `s3a://BUCKET/KEY`; the key is no longer escaped. */
function bucketAndKey(uri: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^[^:]*:\/\/([^/]*)\/*(.*)$/su.exec(uri) ?? [];
  return { bucket, key: decodeURIComponent(key) };
}

/** What errors of S3 mean: those of who we are first, since they come with the same status as those of rights. */
function explain(cause: unknown): Explained | undefined {
  const { code, status, message } = causeOf(cause);
  if (
    /^(?:CredentialsProviderError|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken)$/u.test(
      code,
    )
  ) {
    return {
      says: `S3 does not know who you are: ${message}`,
      remedy:
        'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or spark.hadoop.fs.s3a.access.key and secret.key',
    };
  }
  if (code === 'NoSuchBucket')
    return { says: 'there is no such bucket', remedy: 'Create it, or choose another upload path' };
  if (code === 'AccessDenied' || status === 403) {
    return {
      says: 'you may not write there',
      remedy: 'Get the rights s3:PutObject and s3:DeleteObject, or choose another upload path',
    };
  }
  if (/^(?:ENOTFOUND|ECONNREFUSED|EAI_AGAIN)$/u.test(code)) {
    return { says: `S3 cannot be reached: ${message}`, remedy: 'Check spark.hadoop.fs.s3a.endpoint' };
  }
  if (code === 'TimeoutError') {
    return {
      says: 'S3 is silent',
      remedy: 'Check spark.hadoop.fs.s3a.endpoint, or raise spark.hadoop.fs.s3a.connection.timeout',
    };
  }
  return undefined;
}
