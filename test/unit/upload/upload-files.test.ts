import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fileUri } from '../../../src/spark/uri.ts';
import { fileStore } from '../../../src/upload/stores/file-store.ts';
import { removeUploads, uploadFiles } from '../../../src/upload/upload-files.ts';
import type { UploadPlan } from '../../../src/upload/upload-plan.ts';
import type { LocalFile, Transfer, UploadStore } from '../../../src/upload/upload-store.ts';
import { SparkConf } from '../../../src/spark/spark-conf.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  await mkdir(join(folder, 'from'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A plan for files of that content. */
async function planned(files: Readonly<Record<string, string>>): Promise<UploadPlan> {
  const directory = fileUri(join(folder, 'to/spark-upload-ID'));
  const uploads = await Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      await writeFile(join(folder, 'from', name), content);
      return { path: join(folder, 'from', name), target: `${directory}/${encodeURI(name)}` };
    }),
  );
  return { conf: SparkConf.EMPTY, main: { kind: 'java', uri: '' }, uploads, directory };
}

const silent = { begin: () => undefined, sent: () => undefined };
const never = new AbortController().signal;
const there = (path: string) => readdir(join(folder, path)).catch(() => 'nothing');

describe('an upload to a directory', () => {
  test('puts every file to its place, for every user to read', async () => {
    const plan = await planned({ 'a b.jar': 'one', 'empty.py': '', ...numbered(10) });
    const sent: number[] = [];
    await uploadFiles(plan, {
      store: fileStore(),
      progress: { ...silent, sent: (n) => void sent.push(n) },
      signal: never,
    });
    const place = join(folder, 'to/spark-upload-ID');
    expect((await readdir(place)).length).toBe(12);
    expect(await readFile(join(place, 'a b.jar'), 'utf8')).toBe('one');
    expect((await stat(join(place, 'a b.jar'))).mode & 0o777).toBe(0o644);
    expect(sent.at(-1)).toBe(3 + 10);
  });

  test('can be read by drivers whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      await uploadFiles(await planned({ 'a.jar': 'one' }), {
        store: fileStore(),
        progress: silent,
        signal: never,
      });
    } finally {
      process.umask(before);
    }
    const modes = ['to', 'to/spark-upload-ID', 'to/spark-upload-ID/a.jar'].map(
      async (path) => (await stat(join(folder, path))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o755, 0o755, 0o644]);
  });

  test('ends where no directory can be made', async () => {
    const plan = await planned({ 'a.jar': 'one' });
    const uploads = plan.uploads.map((upload) => ({ ...upload, target: 'file:///proc/jobs/id/a.jar' }));
    await expect(
      uploadFiles({ ...plan, uploads }, { store: fileStore(), progress: silent, signal: never }),
    ).rejects.toThrow('/proc takes no directories. Choose another upload path.');
  });

  test('is removed with its directory', async () => {
    const plan = await planned({ 'a.jar': 'one' });
    await uploadFiles(plan, { store: fileStore(), progress: silent, signal: never });
    await removeUploads(plan, fileStore());
    expect(await there('to')).toEqual([]);
  });

  test('that is interrupted leaves nothing', async () => {
    const stop = new AbortController();
    const progress = { ...silent, sent: () => stop.abort() };
    const run = uploadFiles(await planned(numbered(9)), {
      store: fileStore(),
      progress,
      signal: stop.signal,
    });
    await expect(run).rejects.toThrow('The upload was interrupted.');
    expect(await there('to')).toEqual([]);
  });

  test('sends nothing where one file is missing, and says which', async () => {
    const plan = await planned({ 'a.jar': 'one' });
    const gone = { path: '/gone.jar', target: `${plan.directory}/gone.jar` };
    const run = uploadFiles(
      { ...plan, uploads: [...plan.uploads, gone] },
      { store: fileStore(), progress: silent, signal: never },
    );
    await expect(run).rejects.toThrow(
      'There is no file /gone.jar. Correct its name; a file of the image is named local:///gone.jar.',
    );
    expect(await there('to')).toBe('nothing');
  });

  test('says what is in the way', async () => {
    await writeFile(join(folder, 'to'), 'no directory');
    const run = uploadFiles(await planned({ 'a.jar': 'one' }), {
      store: fileStore(),
      progress: silent,
      signal: never,
    });
    await expect(run).rejects.toThrow('a part of the path is no directory. Choose another upload path.');
  });
});

/** Fails so often with that code, and then no more. */
class FailingStore implements UploadStore {
  tries = 0;
  readonly #times: number;
  readonly #code: string;

  constructor(times: number, code: string) {
    this.#times = times;
    this.#code = code;
  }

  async put(): Promise<void> {
    this.tries += 1;
    if (this.tries <= this.#times) throw Object.assign(new Error(this.#code), { code: this.#code });
  }

  async remove(): Promise<void> {}

  explain() {
    return { says: 'it says so', remedy: 'Do this' };
  }
}

test.each([
  { name: 'a line that broke is tried again', times: 2, code: 'ECONNRESET', tries: 3, says: 'done' },
  { name: 'three times', times: 3, code: 'ECONNRESET', tries: 3, says: 'it says so. Do this.' },
  { name: 'what does not pass is not', times: 1, code: 'ENOSPC', tries: 1, says: 'it says so. Do this.' },
])('$name', async ({ times, code, tries, says }) => {
  const store = new FailingStore(times, code);
  const run = uploadFiles(await planned({ 'a.jar': 'one' }), { store, progress: silent, signal: never });
  const said = await run.then(
    () => 'done',
    (error: unknown) => String(error),
  );
  expect({ said, tries: store.tries }).toEqual({ said: expect.stringContaining(says), tries });
});

/** One file finds the disk full; the others wait until they are interrupted. Nothing can be removed. */
class FullStore implements UploadStore {
  readonly #full: string;

  constructor(full: string) {
    this.#full = full;
  }

  async put({ path }: LocalFile, _: string, { onProgress, signal }: Transfer): Promise<void> {
    if (path.endsWith(this.#full)) throw Object.assign(new Error(path), { code: 'ENOSPC' });
    onProgress(1);
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('interrupted')));
    });
  }

  async remove(): Promise<void> {
    throw Object.assign(new Error('/to'), { code: 'EROFS' });
  }

  explain(cause: unknown) {
    return fileStore().explain(cause);
  }
}

test('the failure that ended the others is told, and where files may have stayed', async () => {
  const plan = await planned({ 'a.jar': 'one', 'b.jar': 'two' });
  const run = uploadFiles(plan, { store: new FullStore('b.jar'), progress: silent, signal: never });
  await expect(run).rejects.toThrow(
    `b.jar could not be put to ${plan.directory}/b.jar: the disk is full. ` +
      'Make room on it, or choose another upload path. ' +
      `Files may have stayed in ${plan.directory}, which could not be removed: ` +
      'your user may not write there. Remove it yourself.',
  );
});

test('a store that has taken nothing is not said to keep anything', async () => {
  const plan = await planned({ 'a.jar': 'one' });
  const run = uploadFiles(plan, { store: new FullStore('a.jar'), progress: silent, signal: never });
  await expect(run).rejects.toThrow(/or choose another upload path\.$/u);
});

const numbered = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, String(index)]));
