import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { BlobServiceClient, StorageSharedKeyCredential, type BlockBlobClient } from '@azure/storage-blob';
import { patienceOf, unlessSilent, type Watched } from '../patience.ts';
import {
  causeOf,
  UploadError,
  type Explained,
  type HadoopProperties,
  type LocalFile,
  type Transfer,
  type UploadStore,
} from '../upload-store.ts';

/** Blocks are kept in memory while they are sent. */
const BLOCK_BYTES = 8 * 2 ** 20;
/** A blob has no more blocks than that. */
const MOST_BLOCKS = 50_000;
/** How long Azure may be silent. @default 60s */
const PATIENCE = 'fs.azure.http.read.timeout';

/** Azure's containers, under the names that `abfss:` and `wasbs:` have for them; the key or signature is Hadoop's. */
export function azureStore(path: string, hadoop: HadoopProperties): UploadStore {
  const { account, host } = placeOf(path);
  const patience = patienceOf(PATIENCE, hadoop);
  const service = serviceOf(account, host, hadoop, placeOf(path).container);
  const blobAt = (uri: string): BlockBlobClient => {
    const { container, name } = placeOf(uri);
    return service.getContainerClient(container).getBlockBlobClient(name);
  };
  return {
    async put(file, target, { onProgress, signal }) {
      const blob = blobAt(target);
      const send = async (watched: Watched): Promise<number | undefined> => {
        const { blocks, md5 } = await stageBlocks(file, blob, { ...watched, onProgress });
        // Until now nothing is there under its name; blocks that nobody commits go by themselves.
        const abortSignal = watched.signal;
        await blob.commitBlockList(blocks, { abortSignal, blobHTTPHeaders: { blobContentMD5: md5 } });
        return (await blob.getProperties({ abortSignal })).contentLength;
      };
      const contentLength = await unlessSilent(patience, send, signal);
      if (contentLength !== file.size) {
        throw new UploadError(`${target} has ${contentLength} bytes, not ${file.size}. Submit once more.`);
      }
    },
    async remove(targets) {
      const removals = targets.map((target) =>
        unlessSilent(patience, ({ signal: abortSignal }) => blobAt(target).deleteIfExists({ abortSignal })),
      );
      await Promise.all(removals);
    },
    explain,
  };
}

/**
 * Sends a file block by block, one after the other: other files go beside it.
 *
 * Guarantees: the server has refused any block that does not fit its checksum.
 */
async function stageBlocks(
  file: LocalFile,
  blob: BlockBlobClient,
  { onProgress, signal, alive }: Transfer & Watched,
) {
  const size = Math.max(BLOCK_BYTES, Math.ceil(file.size / MOST_BLOCKS));
  const whole = createHash('md5');
  const blocks: string[] = [];
  const source = await open(file.path);
  try {
    for (let at = 0; at < file.size; at += size) {
      const room = Buffer.alloc(Math.min(size, file.size - at));
      const { bytesRead } = await source.read(room, { position: at });
      const block = room.subarray(0, bytesRead);
      // All ids of a blob are of one length.
      const id = Buffer.from(String(blocks.length).padStart(8, '0')).toString('base64');
      const transactionalContentMD5 = createHash('md5').update(block).digest();
      const options = { abortSignal: signal, onProgress: alive, transactionalContentMD5 };
      await blob.stageBlock(id, block, block.length, options);
      whole.update(block);
      blocks.push(id);
      onProgress(at + bytesRead);
    }
  } finally {
    await source.close();
  }
  return { blocks, md5: whole.digest() };
}

/** Of `abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/NAME`. Blobs are served beside the file system, of the same content. */
function placeOf(uri: string) {
  const parts =
    /^(?:abfs|wasb)s?:\/\/(?<container>[^@/]+)@(?<account>[^./]+)(?<domain>[^/]*)\/*(?<name>.*)$/su.exec(uri);
  if (parts?.groups === undefined) {
    throw new UploadError(
      `${uri} names no container. Write abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.`,
    );
  }
  const { container = '', account = '', domain = '', name = '' } = parts.groups;
  return {
    container,
    account,
    host: `${account}${domain.replace('.dfs.', '.blob.')}`,
    name: decodeURIComponent(name),
  };
}

/**
 * Hadoop has a name for the file system and one for the blobs; either may have been written.
 *
 * Fails: with an `UploadError` where no property says who we are.
 */
function serviceOf(
  account: string,
  host: string,
  hadoop: HadoopProperties,
  container: string,
): BlobServiceClient {
  const dfs = host.replace('.blob.', '.dfs.');
  // A key may do everything with the account; a signature only what it was given for.
  const key = [dfs, host]
    .map((name) => hadoop(`fs.azure.account.key.${name}`))
    .find((each) => each !== undefined);
  const endpoint = hadoop(`fs.azure.endpoint.${account}`) ?? `https://${host}`;
  if (key !== undefined) return new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, key));
  const signature = hadoop(`fs.azure.sas.fixed.token.${dfs}`) ?? hadoop(`fs.azure.sas.${container}.${host}`);
  if (signature !== undefined) return new BlobServiceClient(`${endpoint}?${signature.replace(/^\?/u, '')}`);
  throw new UploadError(
    `Azure does not know who you are. Set spark.hadoop.fs.azure.account.key.${dfs}, or spark.hadoop.fs.azure.sas.fixed.token.${dfs}.`,
  );
}

/**
 * What errors of Azure's mean. Their library has no code of its own for a name that nobody knows: it tells so only after its
 * retries.
 */
function explain(cause: unknown): Explained | undefined {
  const { status, code, message } = causeOf(cause);
  if (code === 'SILENT') {
    return {
      says: `Azure does not answer: ${message}`,
      remedy: `Check the way to it, or raise spark.hadoop.${PATIENCE}`,
    };
  }
  if (status === 404)
    return { says: 'there is no such container', remedy: 'Create it, or choose another upload path' };
  if (status === 401 || status === 403) {
    return {
      says: 'you may not write there',
      remedy: 'Check the key or the signature, or choose another upload path',
    };
  }
  if (/ENOTFOUND|REQUEST_SEND_ERROR/u.test(code)) {
    return {
      says: `Azure cannot be reached: ${message.split('\n')[0]}`,
      remedy: 'Check the name of the account',
    };
  }
  return undefined;
}
