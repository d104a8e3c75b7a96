import { types } from 'node:util';

/** A file of this disk that is to be put somewhere. */
export interface LocalFile {
  readonly path: string;
  readonly size: number;
}

/** What becomes of a file on its way. */
export interface Transfer {
  /** Called with the number of bytes that have gone so far; after a retry the number may be smaller again. */
  readonly onProgress: (bytes: number) => void;
  /** Ends the transfer. */
  readonly signal: AbortSignal;
}

/** Somewhere that files can be put to and that pods can read. */
export interface UploadStore {
  /**
   * Puts the file to that URI, and compares what has arrived with what was sent.
   *
   * Guarantees: memory stays flat, however large the file; a file that is not whole does not stay under its name.
   * Fails: with an `UploadError`, or with an error of the store, which `explain` knows.
   */
  put(file: LocalFile, target: string, transfer: Transfer): Promise<void>;

  /** Removes those files and the directory they were in. What is not there is no failure. */
  remove(targets: readonly string[], directory: string): Promise<void>;

  /** What an error of this store means, and what to do about it; undefined where nobody knows. */
  explain(cause: unknown): Explained | undefined;

  /** Absent where names of files are all there is, as in S3. */
  readonly directories?: Directories;
}

/** The directories of a store, which `put` makes on its way, and which may be there by a slip of the pen. */
export interface Directories {
  /** Fails: where nobody says. */
  isThere(uri: string): Promise<boolean>;

  /** Removes a directory that nobody has put anything into. Fails: where somebody has. */
  removeEmpty(uri: string): Promise<void>;
}

/** One sentence each, without full stops. */
export interface Explained {
  readonly says: string;
  readonly remedy: string;
}

/** A property of Hadoop's, such as `fs.s3a.endpoint`; undefined where nobody has set it. */
export type HadoopProperties = (key: string) => string | undefined;

/** Who somebody is to a Hadoop without Kerberos, or with a token that it has given. */
export interface HadoopUser {
  /** HDFS believes it, unless it asks for more. Asked for only there: not every user has one. */
  readonly name: () => string;
  /** Of WebHDFS, as `op=GETDELEGATIONTOKEN` gives it. */
  readonly token: string | undefined;
}

/** A file that could not be put where it was to be; the message says why, and what to do. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
}

/** What there is to know about an error, whoever threw it. */
export interface Cause {
  /** Of the system or of the store, such as `ENOSPC` or `NoSuchBucket`; else the name of the error. */
  readonly code: string;
  /** Of HTTP; 0 where no answer came. */
  readonly status: number;
  readonly message: string;
}

/** Reads whatever was thrown: each library has its own places for code and status. */
export function causeOf(thrown: unknown): Cause {
  if (!types.isNativeError(thrown)) return { code: '', status: 0, message: String(thrown) };
  // The HTTP client of Node says nothing itself: the reason lies below.
  if (thrown.message === 'fetch failed' && thrown.cause !== undefined) return causeOf(thrown.cause);
  const found: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(thrown));
  const metadata = found['$metadata'];
  const inMetadata: Readonly<Record<string, unknown>> = typeof metadata === 'object' ? { ...metadata } : {};
  const statuses = [inMetadata['httpStatusCode'], found['statusCode'], found['status'], found['code']];
  return {
    code: [found['code'], found['Code'], thrown.name].find(isText) ?? '',
    status: statuses.find((each) => typeof each === 'number') ?? 0,
    message: thrown.message,
  };
}

/** Some codes are numbers: then they are statuses. */
const isText = (value: unknown): value is string => typeof value === 'string';
