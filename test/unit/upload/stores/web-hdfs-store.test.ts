import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { webHdfsStore } from '../../../../src/upload/stores/web-hdfs-store.ts';
import { causeOf } from '../../../../src/upload/upload-store.ts';
import { FakeHdfs } from './fake-hdfs.ts';

let folder = '';
let hdfs = new FakeHdfs();
let origin = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webhdfs-'));
  await writeFile(join(folder, 'a b.jar'), 'content');
  hdfs = new FakeHdfs();
  origin = await hdfs.start();
});
afterEach(async () => {
  await hdfs.end();
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
  test('goes on with the name node that is active', async () => {
    const standby = new FakeHdfs();
    standby.refusal = { status: 403, message: 'Operation category WRITE is not supported in state standby' };
    const waiting = await standby.start();
    const properties: Readonly<Record<string, string>> = {
      'dfs.ha.namenodes.prod': 'gone,waits,works',
      'dfs.namenode.http-address.prod.gone': '127.0.0.1:1',
      'dfs.namenode.http-address.prod.waits': waiting,
      'dfs.namenode.http-address.prod.works': origin,
    };
    const user = { name: () => 'alice', token: undefined };
    const store = webHdfsStore('hdfs://prod/up', (key) => properties[key], user);
    hdfs.checksum = { algorithm: 'unknown here', bytes: '' };
    const transfer = { onProgress: () => undefined, signal: new AbortController().signal };
    await store.put({ path: join(folder, 'a b.jar'), size: 7 }, 'hdfs://prod/up/a.jar', transfer);
    expect({ files: Object.fromEntries(hdfs.files), asked: standby.asked }).toEqual({
      files: { '/up/a.jar': 'content' },
      asked: ['PUT CREATE alice'],
    });
    hdfs.refusal = standby.refusal;
    const nobody = await store.directories?.isThere('hdfs://prod/up').catch((error: unknown) => error);
    expect(store.explain(nobody)?.says).toContain('no name node is active');
    await standby.end();
  });

  test('says which directories are there, and removes empty ones', async () => {
    const { store } = await put();
    hdfs.directories = ['/up'];
    const there = ['/up', '/up/id'].map(async (path) =>
      store.directories?.isThere(`webhdfs://${origin}${path}`),
    );
    expect(await Promise.all(there)).toEqual([true, false]);
    hdfs.asked.length = 0;
    await store.directories?.removeEmpty(`webhdfs://${origin}/up/id`);
    expect(hdfs.asked).toEqual(['DELETE DELETE alice']);
    hdfs.refusal = { status: 500, message: 'no' };
    await expect(store.directories?.isThere(`webhdfs://${origin}/up`)).rejects.toThrow('no');
  });

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
