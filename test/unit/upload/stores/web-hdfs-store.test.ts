import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { webHdfsStore } from '../../../../src/upload/stores/web-hdfs-store.ts';
import { causeOf } from '../../../../src/upload/upload-store.ts';

/** Name node and data node in one, as the documentation of WebHDFS has them; refuses everything with `refusal`. */
class FakeHdfs {
  readonly files = new Map<string, string>();
  readonly asked: string[] = [];
  refusal: { readonly status: number; readonly message: string } | undefined;
  readonly server = createServer((request, response) => void this.#answer(request, response));

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://h');
    const path = decodeURIComponent(pathname.replace('/webhdfs/v1', ''));
    const operation = `${request.method} ${searchParams.get('op')}`;
    const body = await text(request);
    this.asked.push(`${operation} ${searchParams.get('user.name') ?? searchParams.get('delegation')}`);
    const { status, message } = this.refusal ?? { status: 0, message: '' };
    if (status > 0) {
      response.writeHead(status).end(JSON.stringify({ RemoteException: { message } }));
      return;
    }
    const answers: Readonly<Record<string, () => void>> = {
      'PUT CREATE': () => {
        if (searchParams.has('datanode')) this.files.set(path, body);
        const location = `http://${request.headers.host}${request.url}&datanode=1`;
        response.writeHead(searchParams.has('datanode') ? 201 : 307, { location }).end();
      },
      'GET GETFILESTATUS': () =>
        response.end(JSON.stringify({ FileStatus: { length: this.files.get(path)?.length } })),
      'DELETE DELETE': () => {
        for (const file of this.files.keys()) if (file.startsWith(path)) this.files.delete(file);
        response.end('{}');
      },
    };
    answers[operation]?.();
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

const put = async (token?: string) => {
  const store = webHdfsStore(`webhdfs://${origin}/up`, () => undefined, { name: () => 'alice', token });
  const file = { path: join(folder, 'a b.jar'), size: 7 };
  const sent: number[] = [];
  const transfer = {
    onProgress: (bytes: number) => void sent.push(bytes),
    signal: new AbortController().signal,
  };
  await store.put(file, `webhdfs://${origin}/up/id/a%20b.jar`, transfer);
  return { store, sent };
};

describe('WebHDFS', () => {
  test('takes a file at the data node that the name node names', async () => {
    const { store, sent } = await put();
    expect(Object.fromEntries(hdfs.files)).toEqual({ '/up/id/a b.jar': 'content' });
    expect({ asked: hdfs.asked, sent }).toEqual({
      asked: ['PUT CREATE alice', 'PUT CREATE alice', 'GET GETFILESTATUS alice'],
      sent: [7],
    });
    await store.remove([], `webhdfs://${origin}/up/id`);
    expect(hdfs.files.size).toBe(0);
  });

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
