import { YAMLException } from 'js-yaml';
import type { Violation } from '../api/violation.ts';
import { applicationsIn, type Assumed, type WrittenApplication } from './applications-in.ts';
import { UsageError, type Terminal } from './command.ts';

/** The uid of no application in a cluster: for checks that do not depend on it. */
export const NO_UID = '00000000-0000-0000-0000-000000000000';

/** The flags that name files, the same for all commands that read applications. */
export const FILE_OPTIONS = {
  filename: { type: 'string', short: 'f', multiple: true },
  recursive: { type: 'boolean', short: 'R', default: false },
} as const;

/** The same, for `--help`. */
export const FILE_USAGE = `  -f, --filename FILE    YAML or JSON with one or more documents; - reads standard input; of a folder all its .yaml, .yml
                         and .json files; may be repeated
  -R, --recursive        the folders in folders, too`;

/** What those flags say. */
export interface NamedFiles {
  readonly filename?: readonly string[] | undefined;
  readonly recursive: boolean;
}

/**
 * Reads every application of the files and tells what there is to say about each: warnings, and all that is wrong.
 *
 * Guarantees: a folder stands for its files of YAML and JSON, in the order of their names, and those without an application
 * are passed over.
 * Answers undefined where a file cannot be used; it was told why then.
 * Fails: with a UsageError where no file was named.
 */
export async function readApplications(
  { filename, recursive }: NamedFiles,
  assumed: Assumed,
  terminal: Terminal,
): Promise<readonly WrittenApplication[] | undefined> {
  if (filename === undefined) throw new UsageError('-f FILE is missing');
  const files = await Promise.all(
    filename.map((name) => usable(name, terminal, () => readNamed(name, recursive, assumed, terminal))),
  );
  if (files.includes(undefined)) return undefined;
  const found = files.flatMap((applications) => applications ?? []);
  for (const written of found) tellAbout(written, terminal);
  return found;
}

/** A file, or what is in a folder. */
async function readNamed(
  name: string,
  isRecursive: boolean,
  assumed: Assumed,
  terminal: Terminal,
): Promise<readonly WrittenApplication[] | undefined> {
  const entries = name === '-' ? undefined : await terminal.list(name, isRecursive);
  if (entries === undefined) {
    const found = applicationsIn(await terminal.read(name), assumed);
    if (found.length > 0) return found;
    terminal.tell(`${name}: there is no SparkApplication in it`);
    return undefined;
  }
  const files = entries.filter((entry) => /\.(?:ya?ml|json)$/u.test(entry)).toSorted();
  const read = await Promise.all(
    files.map((file) =>
      usable(file, terminal, async () => applicationsIn(await terminal.read(file), assumed)),
    ),
  );
  if (read.includes(undefined)) return undefined;
  const found = read.flatMap((applications) => applications ?? []);
  if (found.length > 0) return found;
  const remedy = isRecursive ? 'name another folder' : '-R reads the folders in it, too';
  terminal.tell(`${name}: no .yaml, .yml or .json file in this folder has a SparkApplication; ${remedy}`);
  return undefined;
}

/** Undefined where the file cannot be used; it was told why then. */
async function usable<T>(
  file: string,
  terminal: Terminal,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof YAMLException) && !isSystemError(cause)) throw cause;
    terminal.tell(`${file}: ${cause instanceof YAMLException ? firstLine(cause) : becauseOf(cause)}`);
    return undefined;
  }
}

const firstLine = ({ message }: Error): string => message.split('\n')[0] ?? message;

/** A sentence and what to do for what happens most. */
function becauseOf(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file; correct its name';
    case 'EACCES':
      return 'it may not be read; let your user read it';
    default:
      return firstLine(error);
  }
}

/** Warnings go first: errors are what a person looks for at the end. */
function tellAbout({ title, violations, warnings }: WrittenApplication, terminal: Terminal): void {
  const tell = (kind: string, all: readonly Violation[]): void => {
    for (const { path, message } of all)
      terminal.tell(`${kind}: SparkApplication ${title}: ${path}: ${message}`);
  };
  tell('warning', warnings);
  tell('error', violations);
}

/** Of the file system: there is no such file, it may not be read. */
const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException =>
  cause instanceof Error && 'syscall' in cause;
