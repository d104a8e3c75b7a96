import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { azureStore } from '../../../../src/upload/stores/azure-store.ts';

/** Block blobs, as Azure documents them: blocks of a name, then the list of those that make it up. */
class FakeAzure {
  readonly blobs = new Map<string, Buffer>();
  readonly blocks = new Map<string, Buffer>();
  readonly asked: string[] = [];
  /** It answers nothing. */
  isSilent = false;
  /** Everything is refused with it, unless it is 0. */
  refusal = 0;
  readonly server = createServer((request, response) => {
    if (!this.isSilent) void this.#answer(request, response);
  });

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://h');
    const name = decodeURIComponent(pathname);
    const body = await buffer(request);
    const operation = `${request.method} ${searchParams.get('comp') ?? 'blob'}`;
    const identity = request.headers.authorization?.split(':')[0] ?? `signature ${searchParams.get('sig')}`;
    this.asked.push(`${operation} as ${identity}`);
    const md5 = createHash('md5').update(body).digest('base64');
    const isIntact = [md5, undefined].includes(request.headers['content-md5']?.toString());
    const answers: Readonly<Record<string, () => ServerResponse>> = {
      'PUT block': () => {
        this.blocks.set(searchParams.get('blockid') ?? '', body);
        return response.writeHead(201);
      },
      'PUT blocklist': () => {
        const ids = [...body.toString().matchAll(/<Latest>([^<]*)</gu)].map(([, id = '']) => id);
        this.blobs.set(name, Buffer.concat(ids.flatMap((id) => this.blocks.get(id) ?? [])));
        return response.writeHead(201);
      },
      'HEAD blob': () => response.writeHead(200, { 'content-length': this.blobs.get(name)?.length }),
      'DELETE blob': () => response.writeHead(this.blobs.delete(name) ? 202 : 404, NOT_FOUND),
    };
    if (this.refusal > 0 || !isIntact) response.writeHead(this.refusal || 400);
    else answers[operation]?.();
    response.end();
  }
}

const NOT_FOUND = { 'x-ms-error-code': 'BlobNotFound' };

let folder = '';
let azure = new FakeAzure();
let endpoint = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'azure-'));
  await writeFile(join(folder, 'a b.jar'), CONTENT);
  azure = new FakeAzure();
  await new Promise<void>((resolve) => void azure.server.listen(0, '127.0.0.1', resolve));
  const address = azure.server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  azure.server.closeAllConnections();
  await new Promise((resolve) => azure.server.close(resolve));
  await rm(folder, { recursive: true });
});

/** Of two blocks. */
const CONTENT = Buffer.alloc(8 * 2 ** 20 + 7, 'content ');
const PLACE = 'abfss://box@account.dfs.core.windows.net/up/id';
const KEY = 'fs.azure.account.key.account.dfs.core.windows.net';
const SIGNATURE = 'fs.azure.sas.fixed.token.account.dfs.core.windows.net';

const storeWith = (properties: Readonly<Record<string, string>>) =>
  azureStore(PLACE, (key) => ({ 'fs.azure.endpoint.account': endpoint, ...properties })[key]);

const put = async (properties: Readonly<Record<string, string>> = { [KEY]: 'a2V5' }) => {
  const sent: number[] = [];
  const transfer = {
    onProgress: (bytes: number) => void sent.push(bytes),
    signal: new AbortController().signal,
  };
  const file = { path: join(folder, 'a b.jar'), size: CONTENT.length };
  await storeWith(properties).put(file, `${PLACE}/a%20b.jar`, transfer);
  return sent;
};

describe('Azure', () => {
  test('takes a file block by block, and gives it up again', async () => {
    expect(await put()).toEqual([8 * 2 ** 20, CONTENT.length]);
    expect(azure.asked).toEqual(
      ['PUT block', 'PUT block', 'PUT blocklist', 'HEAD blob'].map((each) => `${each} as SharedKey account`),
    );
    expect([...azure.blobs.keys()]).toEqual(['/box/up/id/a b.jar']);
    expect(azure.blobs.get('/box/up/id/a b.jar')?.equals(CONTENT)).toBe(true);
    await storeWith({ [KEY]: 'a2V5' }).remove([`${PLACE}/a%20b.jar`, `${PLACE}/gone.jar`], PLACE);
    expect(azure.blobs.size).toBe(0);
  });

  test('knows us by a signature', async () => {
    await put({ [SIGNATURE]: '?sig=SIGNED' });
    expect(azure.asked[0]).toBe('PUT block as signature SIGNED');
  });

  test('is asked nothing where nobody says who we are', async () => {
    expect(() => storeWith({})).toThrow(`Set spark.hadoop.${KEY}, or spark.hadoop.${SIGNATURE}.`);
  });

  test('is not waited for where it is silent', async () => {
    azure.isSilent = true;
    const patience = { [KEY]: 'a2V5', 'fs.azure.http.read.timeout': '200ms' };
    const error: unknown = await put(patience).catch((cause: unknown) => cause);
    const store = storeWith(patience);
    expect(store.explain(error)).toEqual({
      says: 'Azure does not answer: it has said nothing for 0.2 s',
      remedy: 'Check the way to it, or raise spark.hadoop.fs.azure.http.read.timeout',
    });
    await expect(store.remove([`${PLACE}/a.jar`], PLACE)).rejects.toMatchObject({ code: 'SILENT' });
  });

  test.each([
    [404, 'there is no such container'],
    [403, 'you may not write there'],
  ])('says what %d means', async (status, says) => {
    azure.refusal = status;
    const error: unknown = await put().catch((cause: unknown) => cause);
    expect(storeWith({ [KEY]: 'a2V5' }).explain(error)).toMatchObject({ says });
  });
});
