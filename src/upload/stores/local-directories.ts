import { access, chmod, mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathOfFile } from '../../spark/uri.ts';
import { causeOf, UploadError, type Directories } from '../upload-store.ts';

/** Everybody may read what is in it: drivers run as users of their own. */
const READABLE = 0o755;

/** Those of this machine. */
export const LOCAL_DIRECTORIES: Directories = {
  isThere: (uri) =>
    access(pathOfFile(uri)).then(
      () => true,
      () => false,
    ),
  removeEmpty: (uri) => rmdir(pathOfFile(uri)),
};

/**
 * Makes a directory, and those on the way to it.
 *
 * Guarantees: those that it makes can be read by everybody, whatever the umask; ends also in file systems that take no
 * directories, as `/proc`, in which Node's own way never does.
 * Fails: with an `UploadError` there, else with the error of the system.
 */
export async function makeReadableDirectory(path: string): Promise<void> {
  if (await isMade(path)) return;
  const parent = dirname(path);
  if (!(await isDirectory(parent))) await makeReadableDirectory(parent);
  // Somebody else may make the same ones at the same time.
  if (await isMade(path)) return;
  throw new UploadError(`${parent} takes no directories. Choose another upload path.`);
}

/** False where something on the way to it is not there. */
async function isMade(path: string): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (cause) {
    const { code } = causeOf(cause);
    if (code === 'ENOENT') return false;
    if (code === 'EEXIST' && (await isDirectory(path))) return true;
    throw cause;
  }
  await letRead(path, READABLE);
  return true;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** Some file systems know no modes, or say no to them: everything in them has the same one. */
export async function letRead(path: string, mode: number): Promise<void> {
  await chmod(path, mode).catch(() => undefined);
}
