import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { crc32c } from '../../../../src/upload/crc32c.ts';
import { googleStore } from '../../../../src/upload/stores/google-store.ts';

/** Resumable uploads and removals of the JSON API, as Google documents them. */
class FakeGoogle {
  readonly objects = new Map<string, string>();
  /** Everything is refused with it, unless it is 0. */
  refusal = 0;
  /** It answers nothing. */
  isSilent = false;
  /** What arrives is not what was sent. */
  isBroken = false;
  readonly server = createServer((request, response) => {
    if (!this.isSilent) void this.#answer(request, response);
  });

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://h');
    const body = await buffer(request);
    const [, bucket, name = searchParams.get('name') ?? ''] =
      /\/b\/([^/]*)\/o\/?(.+)?$/u.exec(pathname) ?? [];
    const object = `${bucket}/${decodeURIComponent(name)}`;
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(this.isBroken ? 0 : crc32c(body, 0, body.length));
    const session = `http://${request.headers.host}/session/b/${bucket}/o/${encodeURIComponent(name)}`;
    const answers: Readonly<Record<string, () => ServerResponse>> = {
      POST: () => response.writeHead(200, { location: session }).end(),
      PUT: () => {
        this.objects.set(object, body.toString());
        return response.end(JSON.stringify({ crc32c: sum.toString('base64'), size: String(body.length) }));
      },
      DELETE: () => response.writeHead(this.objects.delete(object) ? 204 : 404).end(),
    };
    response.setHeader('content-type', 'application/json');
    if (this.refusal > 0) response.writeHead(this.refusal).end('{"error":{}}');
    else answers[request.method ?? '']?.();
  }
}

let folder = '';
let google = new FakeGoogle();
let store = googleStore(() => undefined);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'google-'));
  await writeFile(join(folder, 'a b.jar'), 'content');
  google = new FakeGoogle();
  await new Promise<void>((resolve) => void google.server.listen(0, '127.0.0.1', resolve));
  const address = google.server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const properties: Readonly<Record<string, string>> = {
    'fs.gs.storage.root.url': url,
    'fs.gs.http.read-timeout': '300ms',
  };
  store = googleStore((key) => properties[key]);
});
afterEach(async () => {
  google.server.closeAllConnections();
  await new Promise((resolve) => google.server.close(resolve));
  await rm(folder, { recursive: true });
});

const TARGET = 'gs://bucket/up/id/a%20b.jar';
const put = async (): Promise<readonly number[]> => {
  const sent: number[] = [];
  const transfer = {
    onProgress: (bytes: number) => void sent.push(bytes),
    signal: new AbortController().signal,
  };
  await store.put({ path: join(folder, 'a b.jar'), size: 7 }, TARGET, transfer);
  return sent;
};

describe('Google Cloud Storage', () => {
  test('takes a file, and gives it up again', async () => {
    expect((await put()).at(-1)).toBe(7);
    expect(Object.fromEntries(google.objects)).toEqual({ 'bucket/up/id/a b.jar': 'content' });
    await store.remove([TARGET], 'gs://bucket/up/id');
    expect(google.objects.size).toBe(0);
  });

  test('keeps nothing that is not what was sent', async () => {
    google.isBroken = true;
    await expect(put()).rejects.toThrow(/uploaded data did not match/iu);
    expect(google.objects.size).toBe(0);
  });

  test('is not waited for where it is silent', async () => {
    google.isSilent = true;
    const error: unknown = await put().catch((cause: unknown) => cause);
    expect(store.explain(error)).toEqual({
      says: 'Google does not answer: it has said nothing for 0.3 s',
      remedy: 'Check the way to it, or raise spark.hadoop.fs.gs.http.read-timeout',
    });
    await expect(store.remove([TARGET], '')).rejects.toMatchObject({ code: 'SILENT' });
  });

  test.each([
    [404, 'there is no such bucket'],
    [403, 'you may not write there'],
    [401, 'you may not write there'],
  ])('says what %d means', async (status, says) => {
    google.refusal = status;
    const error: unknown = await put().catch((cause: unknown) => cause);
    expect(store.explain(error)).toMatchObject({ says });
  });
});
