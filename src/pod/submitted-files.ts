import { OperatorError } from '../operator-error.ts';

/**
 * Contents of files on the submitter's disk, by the path that a property names. Whoever submits reads them: nothing
 * here looks at a disk.
 */
export type FileContents = Readonly<Record<string, Uint8Array>>;

/** A file that a property names, with what is in it. */
export interface SubmittedFile {
  /** The last part of the path: its name in a directory of the pod. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Gives the file at `path`, which the property `field` names. Fails: SPARK_FILE_NOT_GIVEN. */
export function submittedFile(field: string, path: string, files: FileContents = {}): SubmittedFile {
  const content = Object.hasOwn(files, path) ? files[path] : undefined;
  if (content === undefined) throw new OperatorError('SPARK_FILE_NOT_GIVEN', { field, path });
  return { name: path.slice(path.lastIndexOf('/') + 1), content };
}

/** What is in it, as a Secret has it: any bytes. */
export const base64Of = ({ content }: SubmittedFile): string => Buffer.from(content).toString('base64');

/** What is in it, as a ConfigMap has it: text, in UTF-8. */
export const textOf = ({ content }: SubmittedFile): string => Buffer.from(content).toString('utf8');
