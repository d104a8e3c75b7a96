import { createReadStream } from 'node:fs';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { json } from 'node:stream/consumers';
import { schemeOf } from '../../spark/uri.ts';
import type { HadoopUser } from '../open-store.ts';
import {
  causeOf,
  UploadError,
  type Explained,
  type HadoopProperties,
  type UploadStore,
} from '../upload-store.ts';

/** Ports of name nodes for HTTP and HTTPS; that of `hdfs:` URIs is for Hadoop's own protocol. */
const HTTP_PORT = '9870';
const HTTPS_PORT = '9871';

/**
 * HDFS by its HTTP interface. Files are created at a data node that the name node chooses, and the client of HDFS in it
 * checks the way to the other ones.
 *
 * Who we are: whom a delegation token stands for, else whoever we say we are.
 */
export function webHdfsStore(path: string, hadoop: HadoopProperties, user: HadoopUser): UploadStore {
  const origin = originOf(path, hadoop);
  const urlOf = (uri: string, operation: string, more: Readonly<Record<string, string>> = {}): URL => {
    const url = new URL(`${origin}/webhdfs/v1${uri.replace(/^[^:]*:\/\/[^/]*/u, '')}`);
    const identity = user.token === undefined ? { 'user.name': user.name() } : { delegation: user.token };
    url.search = new URLSearchParams({ op: operation, ...identity, ...more }).toString();
    return url;
  };
  return {
    async put(file, target, { onProgress, signal }) {
      const create = urlOf(target, 'CREATE', { overwrite: 'true', permission: '644' });
      // The name node takes no bytes itself: it answers with the place that does.
      const { headers } = await ask('PUT', create, signal);
      if (headers.location === undefined)
        throw new UploadError(`${origin} names no data node. Check that HDFS is up.`);
      const upload = send('PUT', new URL(headers.location), {
        signal,
        headers: { 'content-type': 'application/octet-stream', 'content-length': file.size },
      });
      const answer = answered(upload);
      const source = createReadStream(file.path);
      let bytes = 0;
      source.on('data', (chunk) => {
        bytes += chunk.length;
        onProgress(bytes);
      });
      // A refusal may come before the last byte has gone.
      await Promise.all([pipeline(source, upload, { signal }), answer]);
      // The name node counts the bytes only once all data nodes have them.
      const length = await lengthOf(await ask('GET', urlOf(target, 'GETFILESTATUS'), signal));
      if (length !== file.size)
        throw new UploadError(`${target} has ${String(length)} bytes, not ${file.size}. Submit once more.`);
    },
    async remove(_, directory) {
      await ask('DELETE', urlOf(directory, 'DELETE', { recursive: 'true' }));
    },
    explain: (cause) => explain(cause, origin),
  };
}

/** `webhdfs:` names the HTTP port itself; `hdfs:` names another one, whose neighbour Hadoop's configuration knows. */
function originOf(path: string, hadoop: HadoopProperties): string {
  const [, host = '', port] = /^[^:]*:\/\/([^/:]*)(?::(\d+))?/u.exec(path) ?? [];
  switch (schemeOf(path)) {
    case 'webhdfs':
      return `http://${host}:${port ?? HTTP_PORT}`;
    case 'swebhdfs':
      return `https://${host}:${port ?? HTTPS_PORT}`;
    default:
      return hadoop('dfs.http.policy') === 'HTTPS_ONLY'
        ? `https://${hadoop('dfs.namenode.https-address') ?? `${host}:${HTTPS_PORT}`}`
        : `http://${hadoop('dfs.namenode.http-address') ?? `${host}:${HTTP_PORT}`}`;
  }
}

/** Asks for something that needs no body. Fails: as `answered`. */
async function ask(method: string, url: URL, signal?: AbortSignal): Promise<IncomingMessage> {
  return await answered(send(method, url, signal === undefined ? {} : { signal }));
}

/** Without a body it has to be ended. Not `fetch`: a file has a known length, which it does not send. */
function send(method: string, url: URL, options: RequestOptions) {
  const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, { method, ...options });
  if (options.headers === undefined) request.end();
  return request;
}

/** The answer, whose body has been thrown away unless it is wanted. Fails: where it says that something is wrong. */
async function answered(request: ReturnType<typeof send>): Promise<IncomingMessage> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  const status = answer.statusCode ?? 0;
  if (status >= 400) {
    const body: unknown = await json(answer).catch(() => undefined);
    throw Object.assign(new Error(remoteMessage(body) ?? `HTTP ${status}`), { status });
  }
  if (request.method !== 'GET') answer.resume();
  return answer;
}

/** The first line of what the server says went wrong; the others are its stack. */
function remoteMessage(body: unknown): string | undefined {
  const exception = fieldOf(body, 'RemoteException');
  const message = fieldOf(exception, 'message');
  return typeof message === 'string' ? message.split('\n')[0] : undefined;
}

/** Of a status of a file. */
async function lengthOf(answer: IncomingMessage): Promise<unknown> {
  return fieldOf(fieldOf(await json(answer), 'FileStatus'), 'length');
}

/** Undefined where the value is no object, or has no such field. */
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

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
  if (status === 403 && /quota/iu.test(message))
    return { says: message, remedy: 'Make room, or choose another upload path' };
  if (status === 403) {
    return {
      says: `you may not write there: ${message}`,
      remedy: 'Set HADOOP_USER_NAME, or choose another upload path',
    };
  }
  if (/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/u.test(code)) {
    return {
      says: `WebHDFS cannot be reached at ${origin}`,
      remedy: 'Set spark.hadoop.dfs.namenode.http-address, or write webhdfs://HOST:PORT/PATH',
    };
  }
  return undefined;
}
