import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** Name node and data node in one, as the documentation of WebHDFS has them. */
export class FakeHdfs {
  readonly files = new Map<string, string>();
  readonly asked: string[] = [];
  /** Paths that were to be removed. */
  readonly removed: string[] = [];
  /** Everything is refused with it, or one operation, unless the status is 0. */
  refusal: { readonly status: number; readonly message: string; readonly of?: string } = {
    status: 0,
    message: '',
  };
  /** Directories that are there; undefined: all. */
  directories: string[] | undefined;
  /** It answers no such operation. */
  silentFor = '';
  /** It ends its answer to that in the middle. */
  cutFor = '';
  /** Called where it is silent. */
  onSilence: () => void = () => undefined;
  checksum = { algorithm: 'COMPOSITE-CRC32C', bytes: '' };
  readonly server = createServer((request, response) => void this.#answer(request, response));

  /** Answers with its host and port. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://h');
    const path = decodeURIComponent(pathname.replace('/webhdfs/v1', ''));
    const operation = `${request.method} ${searchParams.get('op')}`;
    const body = await text(request);
    this.asked.push(`${operation} ${searchParams.get('user.name') ?? searchParams.get('delegation')}`);
    const refused = this.#refusalOf(operation, path);
    const location = `http://${request.headers.host}${request.url}&datanode=1`;
    const isSentOn = /CREATE|CHECKSUM/u.test(operation) && !searchParams.has('datanode');
    const answers = (): unknown => this.#done(operation, path, searchParams.get('destination') ?? body);
    if (refused !== undefined)
      response
        .writeHead(refused.status)
        .end(JSON.stringify({ RemoteException: { message: refused.message } }));
    else if (isSentOn) response.writeHead(307, { location }).end();
    else if (operation === this.silentFor) this.onSilence();
    else if (operation === this.cutFor) response.write('{"FileSt', () => response.destroy());
    else response.end(JSON.stringify(answers()));
  }

  #refusalOf(operation: string, path: string): FakeHdfs['refusal'] | undefined {
    if (operation === 'DELETE DELETE') this.removed.push(path);
    if (this.refusal.status > 0 && (this.refusal.of ?? operation) === operation) return this.refusal;
    const isKnown = this.files.has(path) || (this.directories?.includes(path) ?? true);
    return isKnown || operation !== 'GET GETFILESTATUS' ? undefined : { status: 404, message: 'not there' };
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
