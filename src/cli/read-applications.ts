import { YAMLException } from 'js-yaml';
import type { Violation } from '../api/violation.ts';
import { applicationsIn, type Assumed, type WrittenApplication } from './applications-in.ts';
import { UsageError, type Terminal } from './command.ts';

/** The uid of no application in a cluster: for checks that do not depend on it. */
export const NO_UID = '00000000-0000-0000-0000-000000000000';

/**
 * Reads every application of the files and tells what there is to say about each: warnings, and all that is wrong.
 *
 * Answers undefined where a file cannot be used; it was told why then.
 * Fails: with a UsageError where no file was named.
 */
export async function readApplications(
  names: readonly string[] | undefined,
  assumed: Assumed,
  terminal: Terminal,
): Promise<readonly WrittenApplication[] | undefined> {
  if (names === undefined) throw new UsageError('-f FILE is missing');
  const files = await Promise.all(names.map((name) => readFile(name, assumed, terminal)));
  if (files.includes(undefined)) return undefined;
  const found = files.flatMap((applications) => applications ?? []);
  for (const written of found) tellAbout(written, terminal);
  return found;
}

/** Undefined where the file cannot be used; it was told why then. */
async function readFile(
  file: string,
  assumed: Assumed,
  terminal: Terminal,
): Promise<readonly WrittenApplication[] | undefined> {
  try {
    const found = applicationsIn(await terminal.read(file), assumed);
    if (found.length > 0) return found;
    terminal.tell(`${file}: there is no SparkApplication in it`);
  } catch (cause) {
    if (!(cause instanceof YAMLException) && !isSystemError(cause)) throw cause;
    terminal.tell(`${file}: ${cause.message.split('\n')[0]}`);
  }
  return undefined;
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
