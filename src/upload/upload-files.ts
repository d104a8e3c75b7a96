import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Upload, UploadPlan } from './upload-plan.ts';
import { causeOf, UploadError, type LocalFile, type UploadStore } from './upload-store.ts';

/** Files on their way at once: enough to fill a line, few enough to keep memory flat. */
const AT_ONCE = 4;
/** Tries of one file; the libraries of some stores try parts of it more often. */
const TRIES = 3;

/** How far it has come. */
export interface UploadProgress {
  /** Once, before anything is sent. */
  begin(files: readonly LocalFile[]): void;
  /** Bytes of all files. */
  sent(bytes: number): void;
}

/** Where it goes, and who watches. */
export interface UploadRun {
  readonly store: UploadStore;
  readonly progress: UploadProgress;
  readonly signal: AbortSignal;
}

/**
 * Looks at the files of a plan, all of them, before any is sent.
 *
 * Fails: with an `UploadError` that tells each that is missing, no regular file, or not readable.
 */
export async function filesOf({ uploads }: UploadPlan): Promise<readonly (Upload & LocalFile)[]> {
  const looks = await Promise.allSettled(uploads.map(fileOf));
  const wrong = looks.flatMap((look) => (look.status === 'rejected' ? [causeOf(look.reason).message] : []));
  if (wrong.length > 0) throw new UploadError(wrong.join(' '));
  return looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
}

/** Fails: with an `UploadError`. */
async function fileOf(upload: Upload): Promise<Upload & LocalFile> {
  try {
    const found = await stat(upload.path);
    if (!found.isFile()) throw new UploadError(`${upload.path} is no file. Name the files in it.`);
    await access(upload.path, constants.R_OK);
    return { ...upload, size: found.size };
  } catch (cause) {
    if (cause instanceof UploadError) throw cause;
    const isMissing = causeOf(cause).code === 'ENOENT';
    throw new UploadError(
      isMissing
        ? `There is no file ${upload.path}. Correct its name; a file of the image is named local://${upload.path}.`
        : `${upload.path} cannot be read: ${causeOf(cause).message}. Let your user read it.`,
      { cause },
    );
  }
}

/**
 * Puts all files of a plan to their places, some at once.
 *
 * Guarantees: where it fails or is interrupted, nothing that it has put stays there, or the error says where it may have stayed.
 * Fails: with an `UploadError` that names the file, the reason and the remedy. It is the first failure in time: the others come
 * of it, since each file on its way is then interrupted.
 */
export async function uploadFiles(plan: UploadPlan, { store, progress, signal }: UploadRun): Promise<void> {
  const files = await filesOf(plan);
  const sent = new Map<string, number>();
  // One that fails ends the others.
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  // Whoever is free takes the next one.
  const left = [...files];
  progress.begin(files);
  const work = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const { path } = file;
      const onProgress = (bytes: number): void => {
        sent.set(path, bytes);
        progress.sent([...sent.values()].reduce((total, each) => total + each, 0));
      };
      await putWithRetries(file, store, { onProgress, signal: ends });
      sent.set(path, file.size);
    }
  };
  // In the order of time.
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    stop.abort();
  };
  // All have to have ended before what they have put is removed.
  await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch(fail)));
  if (failures.length === 0) return;
  const [first] = failures;
  await removeUploads(plan, store).catch((cause: unknown) => {
    // A store that has taken nothing at all, as one that is not there, keeps nothing.
    if (sent.size === 0) throw first;
    throw new UploadError(`${causeOf(first).message} ${causeOf(cause).message}`, { cause: first });
  });
  throw first;
}

/**
 * Removes everything that a plan has put somewhere.
 *
 * Fails: with an `UploadError` that says where something may have stayed, and why.
 */
export async function removeUploads({ uploads, directory }: UploadPlan, store: UploadStore): Promise<void> {
  try {
    await store.remove(
      uploads.map(({ target }) => target),
      directory,
    );
  } catch (cause) {
    const because = reasonOf(store, cause);
    throw new UploadError(
      `Files may have stayed in ${directory}, which could not be removed: ${because}. Remove it yourself.`,
      { cause },
    );
  }
}

/** Fails: with an `UploadError`; at once, where trying again would not help. */
async function putWithRetries(
  file: Upload & LocalFile,
  store: UploadStore,
  transfer: Parameters<UploadStore['put']>[2],
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      transfer.signal.throwIfAborted();
      await store.put(file, file.target, transfer);
      return;
    } catch (cause) {
      if (transfer.signal.aborted) throw new UploadError('The upload was interrupted.', { cause });
      if (cause instanceof UploadError) throw cause;
      const isPassing = PASSING_CODES.test(causeOf(cause).code) || causeOf(cause).status >= 500;
      if (tried === TRIES || !isPassing) throw explained(file, store, cause);
    }
  }
}

/** Of a line that broke, or of a server that has too much to do. One that is silent has been waited for long enough. */
const PASSING_CODES = /^(?:ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|UND_ERR_SOCKET|SlowDown)$/u;

/** In the words of the store where it knows them, else in those of the error. */
function explained({ path, target }: Upload, store: UploadStore, cause: unknown): UploadError {
  const because = reasonOf(store, cause);
  const remedy = store.explain(cause)?.remedy ?? 'Check spark.kubernetes.file.upload.path';
  return new UploadError(`${path} could not be put to ${target}: ${because}. ${remedy}.`, { cause });
}

function reasonOf(store: UploadStore, cause: unknown): string {
  const { message, code } = causeOf(cause);
  return store.explain(cause)?.says ?? (message === '' ? code : (message.split('\n')[0] ?? message));
}
