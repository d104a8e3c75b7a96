import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { webHdfsStore } from '../../../../src/upload/stores/web-hdfs-store.ts';
import { causeOf } from '../../../../src/upload/upload-store.ts';

/** Name node and data node in one, as the documentation of WebHDFS has them. */
class FakeHdfs {
  readonly files = new Map<string, string>();
  readonly asked: string[] = [];
  /** Everything is refused with it, unless the status is 0. */
  refusal = { status: 0, message: '' };
  /** It answers no such operation. */
  silentFor = '';
  /** It ends its answer to that in the middle. */
  cutFor = '';
  /** Called where it is silent. */
  onSilence: () => void = () => undefined;
  checksum = { algorithm: 'COMPOSITE-CRC32C', bytes: '' };
  readonly server = createServer((request, response) => void this.#answer(request, response));

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://h');
    const path = decodeURIComponent(pathname.replace('/webhdfs/v1', ''));
    const operation = `${request.method} ${searchParams.get('op')}`;
    const body = await text(request);
    this.asked.push(`${operation} ${searchParams.get('user.name') ?? searchParams.get('delegation')}`);
    const { status, message } = this.refusal;
    const location = `http://${request.headers.host}${request.url}&datanode=1`;
    const isSentOn = /CREATE|CHECKSUM/u.test(operation) && !searchParams.has('datanode');
    const answers = (): unknown => this.#done(operation, path, searchParams.get('destination') ?? body);
    if (status > 0) response.writeHead(status).end(JSON.stringify({ RemoteException: { message } }));
    else if (isSentOn) response.writeHead(307, { location }).end();
    else if (operation === this.silentFor) this.onSilence();
    else if (operation === this.cutFor) response.write('{"FileSt', () => response.destroy());
    else response.end(JSON.stringify(answers()));
  }

  /** What it says to that, once it is done. */
  #done(operation: string, path: string, given: string): unknown {
    const content = this.files.get(path) ?? '';
    const isFree = !this.files.has(given);
    const gone = [...this.files.keys()].filter((file) => `${file}/`.startsWith(`${path}/`));
    const results: Readonly<Record<string, () => unknown>> = {
      'PUT CREATE': () => void this.files.set(path, given),
      'GET GETFILESTATUS': () => ({ FileStatus: { length: content.length } }),
      'GET GETFILECHECKSUM': () => ({ FileChecksum: this.checksum }),
      'PUT RENAME': () => ({ boolean: isFree && this.files.set(given, content).delete(path) }),
      'DELETE DELETE': () => void gone.map((file) => this.files.delete(file)),
    };
    return results[operation]?.() ?? {};
  }
}

let folder = '';
let hdfs = new FakeHdfs();
let origin = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webhdfs-'));
  await writeFile(join(folder, 'a b.jar'), 'content');
  hdfs = new FakeHdfs();
  await new Promise<void>((resolve) => void hdfs.server.listen(0, '127.0.0.1', resolve));
  const address = hdfs.server.address();
  origin = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  hdfs.server.closeAllConnections();
  await new Promise((resolve) => hdfs.server.close(resolve));
  await rm(folder, { recursive: true });
});

const put = async (
  token?: string,
  properties: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
) => {
  const store = webHdfsStore(`webhdfs://${origin}/up`, (key) => properties[key], {
    name: () => 'alice',
    token,
  });
  const file = { path: join(folder, 'a b.jar'), size: 7 };
  const sent: number[] = [];
  const transfer = {
    onProgress: (bytes: number) => void sent.push(bytes),
    signal,
  };
  await store.put(file, `webhdfs://${origin}/up/id/a%20b.jar`, transfer);
  return { store, sent };
};

describe('WebHDFS', () => {
  test('takes a file at the data node that the name node names', async () => {
    const { store, sent } = await put();
    expect(Object.fromEntries(hdfs.files)).toEqual({ '/up/id/a b.jar': 'content' });
    expect({ asked: hdfs.asked, sent }).toEqual({
      asked: [
        'PUT CREATE alice',
        'PUT CREATE alice',
        'GET GETFILESTATUS alice',
        'GET GETFILECHECKSUM alice',
        'GET GETFILECHECKSUM alice',
        'PUT RENAME alice',
      ],
      sent: [7],
    });
    await store.remove([], `webhdfs://${origin}/up/id`);
    expect(hdfs.files.size).toBe(0);
  });

  test('has a file under its name only once it is whole', async () => {
    hdfs.checksum = { algorithm: 'MD5-of-0MD5-of-512CRC32C', bytes: '00'.repeat(32) };
    await expect(put()).rejects.toThrow('a%20b.jar is not what was sent there. Submit once more.');
    expect([...hdfs.files.keys()]).toEqual(['/up/id/a b.jar.partial']);
  });

  test('puts it in the place of what a try before has left', async () => {
    hdfs.files.set('/up/id/a b.jar', 'half');
    await put();
    expect(Object.fromEntries(hdfs.files)).toEqual({ '/up/id/a b.jar': 'content' });
  });

  test.each(['PUT CREATE', 'GET GETFILESTATUS', 'PUT RENAME'])(
    'is not waited for where it says nothing to %s',
    async (operation) => {
      hdfs.silentFor = operation;
      const refusal = put(undefined, { 'dfs.webhdfs.socket.read-timeout': '50ms' });
      await expect(refusal).rejects.toMatchObject({
        code: 'SILENT',
        message: `${origin} has said nothing for 0.05 s`,
      });
    },
  );

  test.each(['PUT CREATE', 'GET GETFILESTATUS', 'GET GETFILECHECKSUM', 'PUT RENAME'])(
    'is no longer waited for after Ctrl-C while it says nothing to %s',
    async (operation) => {
      const interruption = new AbortController();
      hdfs.silentFor = operation;
      hdfs.onSilence = () => interruption.abort();
      // Long before that.
      const patience = { 'dfs.webhdfs.socket.read-timeout': '3s' };
      await expect(put(undefined, patience, interruption.signal)).rejects.toMatchObject({
        code: 'ABORT_ERR',
      });
    },
  );

  test.each(['GET GETFILESTATUS', 'GET GETFILECHECKSUM', 'PUT RENAME'])(
    'that was cut in its answer to %s is a line that broke',
    async (operation) => {
      hdfs.cutFor = operation;
      await expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    },
  );

  test('knows us by a delegation token', async () => {
    await put('TOKEN');
    expect(hdfs.asked[0]).toBe('PUT CREATE TOKEN');
  });

  test.each([
    [403, 'Permission denied: user=alice', 'you may not write there: Permission denied: user=alice'],
    [403, 'The DiskSpace quota of /up is exceeded', 'The DiskSpace quota of /up is exceeded'],
    [401, 'Authentication required', 'HDFS does not know who you are'],
  ])('says what %d %s means', async (status, message, says) => {
    hdfs.refusal = { status, message };
    const store = webHdfsStore(`webhdfs://${origin}/up`, () => undefined, {
      name: () => 'alice',
      token: undefined,
    });
    const error: unknown = await put().catch((cause: unknown) => cause);
    expect({ ...store.explain(error), status: causeOf(error).status }).toMatchObject({ says, status });
  });
});
