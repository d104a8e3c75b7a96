import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathOfFile } from '../../spark/uri.ts';
import { causeOf, UploadError, type Explained, type Transfer, type UploadStore } from '../upload-store.ts';
import { letRead, LOCAL_DIRECTORIES, makeReadableDirectory } from './local-directories.ts';

/** So much is read and written at once. */
const CHUNK_BYTES = 2 ** 20;
/** By everybody, whatever the umask. */
const READABLE = 0o644;

/** A directory that this machine and the driver both see: of a hostPath, of NFS, of a claim. */
export function fileStore(): UploadStore {
  return {
    async put({ path }, target, transfer) {
      const file = pathOfFile(target);
      // Nobody finds half a file under its name.
      const partial = `${file}.partial`;
      // Whatever user the driver is, it has to read them.
      await makeReadableDirectory(dirname(file));
      try {
        await withBoth(path, { path: partial, flags: 'w' }, (from, to) => copy(from, to, transfer));
        // Opened again: NFS then asks its server what is there.
        const isSame = await withBoth(path, { path: partial, flags: 'r' }, (one, other) =>
          haveSame(one, other, transfer.signal),
        );
        if (!isSame) throw new UploadError(`${file} is not what was written to it. Check the disk.`);
        await letRead(partial, READABLE);
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    // Nothing else is in it: its name is a random one.
    remove: (_, directory) => rm(pathOfFile(directory), { recursive: true, force: true }),
    explain,
    directories: LOCAL_DIRECTORIES,
  };
}

/** Works with a file that is read and another one, and closes both. */
async function withBoth<T>(
  source: string,
  { path, flags }: { readonly path: string; readonly flags: string },
  work: (from: FileHandle, to: FileHandle) => Promise<T>,
): Promise<T> {
  await using from = await open(source);
  await using to = await open(path, flags, READABLE);
  return await work(from, to);
}

/** Through one piece of memory. In the end it is on the disk. */
async function copy(from: FileHandle, to: FileHandle, { onProgress, signal }: Transfer): Promise<void> {
  const room = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let sent = 0; ; onProgress(sent)) {
    signal.throwIfAborted();
    const { bytesRead } = await from.read(room);
    if (bytesRead === 0) break;
    await to.writeFile(room.subarray(0, bytesRead));
    sent += bytesRead;
  }
  await to.sync();
}

/** Whether there is the same in both, to the last byte. Quicker than any checksum of the two. */
async function haveSame(one: FileHandle, other: FileHandle, signal: AbortSignal): Promise<boolean> {
  const [first, second] = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)];
  for (;;) {
    signal.throwIfAborted();
    const [{ bytesRead }, { bytesRead: read }] = await Promise.all([one.read(first), other.read(second)]);
    if (!first.subarray(0, bytesRead).equals(second.subarray(0, read))) return false;
    if (bytesRead === 0) return true;
  }
}

/**
 * What errors of the file system mean. A directory that somebody else sees may have other rules than this machine's own: NFS
 * turns root into nobody.
 */
function explain(cause: unknown): Explained | undefined {
  switch (causeOf(cause).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { says: 'the disk is full', remedy: 'Make room on it, or choose another upload path' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        says: 'your user may not write there',
        remedy: 'Get the right to, or choose another upload path',
      };
    case 'ENOTDIR':
    case 'EEXIST':
      return { says: 'a part of the path is no directory', remedy: 'Choose another upload path' };
    default:
      return undefined;
  }
}
