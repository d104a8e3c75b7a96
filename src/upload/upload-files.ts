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
 * Fails: with an `UploadError` for the first that is missing, no regular file, or not readable.
 */
export async function filesOf(plan: UploadPlan): Promise<readonly (Upload & LocalFile)[]> {
  return await Promise.all(
    plan.uploads.map(async (upload) => {
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
    }),
  );
}

/**
 * Puts all files of a plan to their places, some at once.
 *
 * Guarantees: where it fails or is interrupted, nothing that it has put stays there.
 * Fails: with an `UploadError` that names the file, the reason and the remedy.
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
    }
  };
  try {
    const workers = Array.from({ length: AT_ONCE }, () =>
      work().catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    );
    // All have to have ended before what they have put is removed.
    const first = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
    if (first?.status === 'rejected') throw first.reason;
  } catch (error) {
    await removeUploads(plan, store).catch(() => undefined);
    throw error;
  }
}

/** Removes everything that a plan has put somewhere. */
export async function removeUploads({ uploads, directory }: UploadPlan, store: UploadStore): Promise<void> {
  await store.remove(
    uploads.map(({ target }) => target),
    directory,
  );
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
  const known = store.explain(cause);
  const { message, code } = causeOf(cause);
  const because = known?.says ?? (message === '' ? code : message.split('\n')[0]);
  const remedy = known?.remedy ?? 'Check spark.kubernetes.file.upload.path';
  return new UploadError(`${path} could not be put to ${target}: ${because}. ${remedy}.`, { cause });
}
