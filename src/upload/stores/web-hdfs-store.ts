import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseDuration } from '../../spark/durations.ts';
import {
  causeOf,
  UploadError,
  type Directories,
  type Explained,
  type HadoopProperties,
  type HadoopUser,
  type LocalFile,
  type Transfer,
  type UploadStore,
} from '../upload-store.ts';
import { HdfsChecksum } from './hdfs-checksum.ts';
import { nameNodesOf } from './name-nodes.ts';
import { fieldOf, isStandby, isUnreachable, pathOf, WebHdfs, type Answer } from './web-hdfs.ts';

/** How long a server may be silent. @default 60s */
const PATIENCE = 'dfs.webhdfs.socket.read-timeout';
/** HDFS's own default; asked for, since the checksum depends on it. */
const BLOCK_BYTES = 128 * 2 ** 20;
/** So much is read at once. */
const READ_BYTES = 2 ** 20;

/**
 * HDFS by its HTTP interface. Files are created at a data node that the name node chooses, and the client of HDFS in it
 * checks the way to the other ones.
 *
 * Who we are: whom a delegation token stands for, else whoever we say we are.
 *
 * Guarantees: a file has its name only once it is whole; until then it is `NAME.partial`, which goes with its directory. What
 * HDFS has is held against what was read here: by its length, and by its checksum wherever that can be reckoned here, which is
 * not where HDFS encrypts the file or keeps it by erasure coding.
 */
export function webHdfsStore(path: string, hadoop: HadoopProperties, user: HadoopUser): UploadStore {
  const timeout = parseDuration(hadoop(PATIENCE) ?? '60s', 'ms', `spark.hadoop.${PATIENCE}`);
  const hdfs = new WebHdfs(nameNodesOf(path, hadoop), user, timeout);
  return {
    async put(file, target, transfer) {
      const { signal } = transfer;
      const partial = `${target}.partial`;
      const checksum = await create(hdfs, file, partial, transfer);
      if (!(await hasArrived(hdfs, partial, { size: file.size, checksum }, signal)))
        throw new UploadError(`${target} is not what was sent there. Submit once more.`);
      if (await renamed(hdfs, partial, target, signal)) return;
      // A try before this one may have come so far, and its answer was lost.
      await hdfs.ask({ method: 'DELETE', name: 'DELETE', uri: target }, signal);
      if (!(await renamed(hdfs, partial, target, signal)))
        throw new UploadError(`${target} is taken. Choose another upload path.`);
    },
    async remove(_, directory) {
      const parameters = { recursive: 'true' };
      await hdfs.ask({ method: 'DELETE', name: 'DELETE', uri: directory, parameters });
    },
    explain: (cause) => explain(cause, hdfs.origin),
    directories: directoriesOf(hdfs),
  };
}

/** HDFS makes those on the way to a file, and keeps them. */
const directoriesOf = (hdfs: WebHdfs): Directories => ({
  async isThere(uri) {
    try {
      await hdfs.ask({ method: 'GET', name: 'GETFILESTATUS', uri });
      return true;
    } catch (cause) {
      if (causeOf(cause).status === 404) return false;
      throw cause;
    }
  },
  async removeEmpty(uri) {
    await hdfs.ask({ method: 'DELETE', name: 'DELETE', uri, parameters: { recursive: 'false' } });
  },
});

/** Sends the whole file; gives the checksum of what was sent. */
async function create(
  hdfs: WebHdfs,
  { path, size }: LocalFile,
  uri: string,
  { onProgress, signal }: Transfer,
): Promise<HdfsChecksum> {
  const parameters = { overwrite: 'true', permission: '644', blocksize: String(BLOCK_BYTES) };
  // The name node takes no bytes itself: it answers with the place that does.
  const place = placeIn(await hdfs.ask({ method: 'PUT', name: 'CREATE', uri, parameters }, signal), hdfs);
  const { request, answer } = hdfs.begin('PUT', place, {
    signal,
    headers: { 'content-type': 'application/octet-stream', 'content-length': size },
  });
  const checksum = new HdfsChecksum(BLOCK_BYTES);
  const source = createReadStream(path, { highWaterMark: READ_BYTES });
  let bytes = 0;
  const reckoned = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      checksum.add(chunk);
      yield chunk;
      bytes += chunk.length;
      onProgress(bytes);
    }
  };
  try {
    // A refusal may come before the last byte has gone.
    await Promise.all([pipeline(reckoned, request, { signal }), answer]);
  } catch (error) {
    request.destroy();
    throw error;
  }
  return checksum;
}

/** The name node counts the bytes only once all data nodes have them. */
async function hasArrived(
  hdfs: WebHdfs,
  uri: string,
  { size, checksum }: { readonly size: number; readonly checksum: HdfsChecksum },
  signal: AbortSignal,
): Promise<boolean> {
  const { body } = await hdfs.ask({ method: 'GET', name: 'GETFILESTATUS', uri }, signal);
  const status = fieldOf(body, 'FileStatus');
  if (fieldOf(status, 'length') !== size) return false;
  if (fieldOf(status, 'encBit') === true || fieldOf(status, 'ecBit') === true) return true;
  // A data node asks those that have the blocks.
  const place = placeIn(await hdfs.ask({ method: 'GET', name: 'GETFILECHECKSUM', uri }, signal), hdfs);
  const given = fieldOf((await hdfs.askAt('GET', place, signal)).body, 'FileChecksum');
  const [algorithm, bytes] = [fieldOf(given, 'algorithm'), fieldOf(given, 'bytes')];
  return checksum.fits({ algorithm: String(algorithm), bytes: String(bytes) }) ?? true;
}

/** False where the name is taken. */
async function renamed(hdfs: WebHdfs, from: string, to: string, signal: AbortSignal): Promise<boolean> {
  const parameters = { destination: pathOf(to) };
  const { body } = await hdfs.ask({ method: 'PUT', name: 'RENAME', uri: from, parameters }, signal);
  return fieldOf(body, 'boolean') === true;
}

/** Where a data node goes on. Fails: with an `UploadError` where there is none. */
function placeIn({ location }: Answer, { origin }: WebHdfs): URL {
  if (location !== undefined) return new URL(location);
  throw new UploadError(`${origin} names no data node. Check that HDFS is up.`);
}

/**
 * What errors of HDFS mean. It refuses with 403 whatever its rules forbid; the message tells quotas from rights.
 */
function explain(cause: unknown, origin: string): Explained | undefined {
  const { status, code, message } = causeOf(cause);
  if (status === 401) {
    return {
      says: 'HDFS does not know who you are',
      remedy: 'Set WEBHDFS_DELEGATION_TOKEN to a delegation token',
    };
  }
  if (isStandby(cause)) {
    const remedy = 'Check that one of its name nodes is active: hdfs haadmin -getAllServiceState';
    return { says: `no name node is active: ${message}`, remedy };
  }
  if (status === 403 && /quota/iu.test(message))
    return { says: message, remedy: 'Make room, or choose another upload path' };
  if (status === 403) {
    return {
      says: `you may not write there: ${message}`,
      remedy: 'Set HADOOP_USER_NAME, or choose another upload path',
    };
  }
  if (code === 'SILENT')
    return { says: message, remedy: `Check that HDFS is up, or raise spark.hadoop.${PATIENCE}` };
  if (isUnreachable(cause)) {
    const remedy =
      'Set spark.hadoop.dfs.namenode.http-address, or write webhdfs://HOST:PORT/PATH; of a name service, let ' +
      'HADOOP_CONF_DIR name the directory with its hdfs-site.xml';
    return { says: `WebHDFS cannot be reached at ${origin}`, remedy };
  }
  return undefined;
}
