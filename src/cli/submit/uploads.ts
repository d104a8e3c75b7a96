import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { OperatorError } from '../../operator-error.ts';
import type { SparkConf } from '../../spark/spark-conf.ts';
import { resolveUri, UPLOAD_PATH, type ToAbsolute } from '../../spark/uri.ts';
import { openStore } from '../../upload/open-store.ts';
import { filesOf, removeUploads, uploadFiles } from '../../upload/upload-files.ts';
import { localFiles, planUpload, type UploadPlan } from '../../upload/upload-plan.ts';
import { UploadError, type UploadStore } from '../../upload/upload-store.ts';
import { CommandError, type Terminal } from '../command.ts';
import { hadoopProperties } from './hadoop-properties.ts';
import type { Submission } from './submission.ts';
import { shownProgress } from './upload-progress.ts';

/** A submission whose files have places that pods can read, and how they come there. */
export interface WithUploads {
  readonly submission: Submission;
  /** Undefined where there is nothing to upload. */
  readonly upload: UploadPlan | undefined;
}

/** Files that were put to their places. */
export interface Uploaded {
  /** Removes them again. */
  remove(): Promise<void>;
}

/**
 * Plans the upload of the files that are on this disk, and looks at them; nothing is sent yet.
 *
 * Fails: with an `UploadError` for files that cannot be read, and where no upload path is set; it tells both at once.
 */
export async function withUploads(submission: Submission, toAbsolute: ToAbsolute): Promise<WithUploads> {
  const { conf, main } = submission;
  const [first] = localFiles(conf, main);
  if (first === undefined) return { submission, upload: undefined };
  const written = conf.get(UPLOAD_PATH) ?? '';
  const path = written === '' ? '' : resolvedUploadPath(written, toAbsolute);
  const upload = planUpload(conf, main, { path, id: randomUUID() });
  // A name that is wrong is told before anybody waits for an upload.
  await filesOf(upload).catch((cause: unknown) => {
    if (path !== '' || !(cause instanceof UploadError)) throw cause;
    throw new UploadError(`${cause.message} To upload files, set ${UPLOAD_PATH}, too, to ${PLACE}.`, {
      cause,
    });
  });
  if (path === '') {
    throw new UploadError(
      `${first} is on this disk, where no pod can read it: set ${UPLOAD_PATH} to ${PLACE}, ` +
        'or write local:///PATH if it is part of the image',
    );
  }
  return { submission: { ...submission, conf: upload.conf, main: upload.main }, upload };
}

const PLACE = 'a place that the driver can read, such as s3a://BUCKET/PATH';

/**
 * Puts the files of a plan to their places and shows how far it has come.
 *
 * Guarantees: where it fails or is interrupted, nothing is left there, or the error says where.
 * Fails: with an `UploadError`.
 */
export async function uploaded(
  plan: UploadPlan,
  { conf }: Submission,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Uploaded> {
  const store = await storeOf(plan.directory, conf, terminal);
  const progress = await shownProgress(terminal, plan.directory);
  // For the progress, which ends either way.
  let isComplete = false;
  try {
    await uploadFiles(plan, { store, progress, signal });
    isComplete = true;
  } finally {
    progress.end(isComplete);
  }
  return { remove: () => removeUploads(plan, store) };
}

/**
 * Opens the store of an upload path, as whoever the environment says.
 *
 * Fails: with an `UploadError` for a scheme of no store, and for a property of Hadoop's that cannot be read.
 */
export async function storeOf(
  path: string,
  conf: SparkConf,
  { environment }: Terminal,
): Promise<UploadStore> {
  try {
    return await openStore(path, await hadoopProperties(conf, environment), {
      name: () => environment['HADOOP_USER_NAME'] ?? userName(),
      token: environment['WEBHDFS_DELEGATION_TOKEN'],
    });
  } catch (cause) {
    // It names the property, and what it may be.
    if (cause instanceof OperatorError) throw new UploadError(cause.message, { cause });
    throw cause;
  }
}

/** Fails: with a CommandError where the system has no name for the user, as in containers. */
function userName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new CommandError('your user has no name, which HDFS asks for: set HADOOP_USER_NAME', { cause });
  }
}

/**
 * Gives an upload path as a URI, as Spark reads it.
 *
 * Fails: with an `UploadError` where it has a `%` that is no escape. Stores are asked for names without escapes; and what is no
 * URI for such a reason would quietly be a directory of this machine.
 */
export function resolvedUploadPath(written: string, toAbsolute: ToAbsolute): string {
  try {
    decodeURIComponent(written);
  } catch (cause) {
    throw new UploadError(`${UPLOAD_PATH} is ${written}, whose % is no escape. Write a % in it as %25.`, {
      cause,
    });
  }
  return resolveUri(written, toAbsolute);
}
