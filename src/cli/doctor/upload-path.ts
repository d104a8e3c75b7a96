import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SparkConf } from '../../spark/spark-conf.ts';
import { schemeOf, UPLOAD_PATH } from '../../spark/uri.ts';
import { removeUploads, uploadFiles } from '../../upload/upload-files.ts';
import type { UploadPlan } from '../../upload/upload-plan.ts';
import { UploadError, type UploadStore } from '../../upload/upload-store.ts';
import type { Terminal } from '../command.ts';
import { resolvedUploadPath, storeOf } from '../submit/uploads.ts';
import { failure, ok, unknown, warning, type Finding } from './finding.ts';

/** What became of a file that was put to an upload path. */
export type ObservedUpload = WritableUpload | { readonly problem: string };

/** An upload path that files can be put to. */
interface WritableUpload {
  readonly path: string;
  readonly problem?: undefined;
  /** False for a directory that submissions would make, which may be a slip of the pen. */
  readonly isThere: boolean;
}

/**
 * Puts a file of a few bytes where submissions would put theirs, and removes it again: by the same store, with the same
 * credentials, in a directory of its own. Directories that it has made for that go with it.
 *
 * Answers undefined where no upload path is set.
 */
export async function observeUpload(
  conf: SparkConf,
  terminal: Terminal,
): Promise<ObservedUpload | undefined> {
  const written = conf.get(UPLOAD_PATH);
  if (written === undefined || written === '') return undefined;
  try {
    const path = resolvedUploadPath(written, (relative) => resolve(relative));
    const store = await storeOf(path, conf, terminal);
    const missing = await missingOf(path, store);
    try {
      await probe(path, conf, store, terminal);
    } finally {
      // One that somebody else has begun to use stays.
      for (const directory of missing) await store.directories?.removeEmpty(directory).catch(() => undefined);
    }
    return { path, isThere: missing.length === 0 };
  } catch (error) {
    if (!(error instanceof UploadError)) throw error;
    return { problem: error.message };
  }
}

/** The directories on the way to it that are not there, the innermost first; a store that does not say so says why later. */
async function missingOf(path: string, { directories }: UploadStore): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const directory of directoriesTo(path)) {
    if (directories === undefined || (await directories.isThere(directory).catch(() => true))) break;
    missing.push(directory);
  }
  return missing;
}

/** It and those around it, but for the root. */
function directoriesTo(path: string): readonly string[] {
  const [, root = '', rest = ''] = /^([^:]*:(?:\/\/[^/]*)?)(.*)$/su.exec(path) ?? [];
  const names = rest.split('/').filter((name) => name !== '');
  return names.map((_, index) => `${root}/${names.slice(0, names.length - index).join('/')}`);
}

/** Fails: with an `UploadError` where nothing can be put there, or not be removed. */
async function probe(path: string, conf: SparkConf, store: UploadStore, terminal: Terminal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkctl-doctor-'));
  try {
    const file = join(folder, 'sparkctl-doctor');
    await writeFile(file, 'sparkctl doctor\n');
    const directory = `${path.replace(/\/+$/u, '')}/spark-upload-${randomUUID()}`;
    const uploads = [{ path: file, target: `${directory}/sparkctl-doctor` }];
    const plan: UploadPlan = { conf, main: { kind: 'java', uri: '' }, uploads, directory };
    const progress = { begin: () => undefined, sent: () => undefined };
    await uploadFiles(plan, { store, progress, signal: terminal.interrupted() });
    await removeUploads(plan, store);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Judges it. A directory that can be written here says nothing about drivers, which run elsewhere. */
export function judgeUpload(upload: ObservedUpload | undefined): Finding {
  const check = 'upload path';
  if (upload === undefined) {
    const says = 'none is set: files of this disk cannot be submitted';
    return unknown(check, says, `Give -c ${UPLOAD_PATH}=s3a://BUCKET/PATH, or a properties file`);
  }
  if (upload.problem !== undefined) {
    const [says = '', ...rest] = upload.problem.split(/(?<=\.)\s/u);
    const remedy = rest.join(' ').replace(/\.$/u, '');
    return failure(check, says.replace(/\.$/u, ''), remedy === '' ? `Choose another ${UPLOAD_PATH}` : remedy);
  }
  const { path, isThere } = upload;
  if (schemeOf(path) === 'file') {
    const mount = 'Mount the same directory into drivers: spark.kubernetes.driver.volumes.…';
    return isThere
      ? warning(check, `${path} can be written here; only a volume shows it to drivers`, mount)
      : warning(
          check,
          `${path} is not there yet; submissions make it`,
          `Correct the path if it is another. ${mount}`,
        );
  }
  if (!isThere) {
    const says = `${path} is not there yet; submissions make it`;
    return warning(check, says, 'Correct the path if it is another');
  }
  return ok(check, `${path} can be written`);
}
