import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SparkConf } from '../../spark/spark-conf.ts';
import { resolveUri, schemeOf, UPLOAD_PATH } from '../../spark/uri.ts';
import { removeUploads, uploadFiles } from '../../upload/upload-files.ts';
import type { UploadPlan } from '../../upload/upload-plan.ts';
import { UploadError } from '../../upload/upload-store.ts';
import type { Terminal } from '../command.ts';
import { storeOf } from '../submit/uploads.ts';
import { failure, ok, unknown, warning, type Finding } from './finding.ts';

/** An upload path, and what became of a file that was put there. */
export interface ObservedUpload {
  readonly path: string;
  /** Why it could not be put there; undefined where it could. */
  readonly problem: string | undefined;
}

/**
 * Puts a file of a few bytes where submissions would put theirs, and removes it again: by the same store, with the same
 * credentials, in a directory of its own.
 *
 * Answers undefined where no upload path is set.
 */
export async function observeUpload(
  conf: SparkConf,
  terminal: Terminal,
): Promise<ObservedUpload | undefined> {
  const written = conf.get(UPLOAD_PATH);
  if (written === undefined || written === '') return undefined;
  const path = resolveUri(written, (relative) => resolve(relative));
  const folder = await mkdtemp(join(tmpdir(), 'sparkctl-doctor-'));
  try {
    const file = join(folder, 'sparkctl-doctor');
    await writeFile(file, 'sparkctl doctor\n');
    const directory = `${path.replace(/\/+$/u, '')}/spark-upload-${randomUUID()}`;
    const uploads = [{ path: file, target: `${directory}/sparkctl-doctor` }];
    await putAndRemove({ conf, main: { kind: 'java', uri: '' }, uploads, directory }, terminal);
    return { path, problem: undefined };
  } catch (error) {
    if (!(error instanceof UploadError)) throw error;
    return { path, problem: error.message };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Fails: with an `UploadError` where it cannot be put there, or not removed. */
async function putAndRemove(plan: UploadPlan, terminal: Terminal): Promise<void> {
  const store = await storeOf(plan.directory, plan.conf, terminal);
  const progress = { begin: () => undefined, sent: () => undefined };
  await uploadFiles(plan, { store, progress, signal: terminal.interrupted() });
  await removeUploads(plan, store).catch((cause: unknown) => {
    throw new UploadError(`${plan.directory} could be written, but not removed again`, { cause });
  });
}

/** Judges it. A directory that can be written here says nothing about drivers, which run elsewhere. */
export function judgeUpload(upload: ObservedUpload | undefined): Finding {
  const check = 'upload path';
  if (upload === undefined) {
    const says = 'none is set: files of this disk cannot be submitted';
    return unknown(check, says, `Give -c ${UPLOAD_PATH}=s3a://BUCKET/PATH, or a properties file`);
  }
  const { path, problem } = upload;
  if (problem !== undefined) {
    const [says = '', ...rest] = problem.split(/(?<=\.)\s/u);
    const remedy = rest.join(' ').replace(/\.$/u, '');
    return failure(check, says.replace(/\.$/u, ''), remedy === '' ? `Choose another ${UPLOAD_PATH}` : remedy);
  }
  if (schemeOf(path) === 'file') {
    const mount = 'Mount the same directory into drivers: spark.kubernetes.driver.volumes.…';
    return warning(check, `${path} can be written here; only a volume shows it to drivers`, mount);
  }
  return ok(check, `${path} can be written`);
}
