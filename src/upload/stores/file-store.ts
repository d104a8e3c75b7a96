import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathOfFile } from '../../spark/uri.ts';
import { eachPart, readAt, type FilePart } from '../file-parts.ts';
import {
  causeOf,
  UploadError,
  type Explained,
  type LocalFile,
  type Transfer,
  type UploadStore,
} from '../upload-store.ts';
import { letRead, LOCAL_DIRECTORIES, makeReadableDirectory } from './local-directories.ts';

/** So much is read and written at once. */
const CUT = { partBytes: 2 ** 20, atOnce: 2 };
/** By everybody, whatever the umask. */
const READABLE = 0o644;

/** A directory that this machine and the driver both see: of a hostPath, of NFS, of a claim. */
export function fileStore(): UploadStore {
  return {
    async put(file, target, transfer) {
      const path = pathOfFile(target);
      // Nobody finds half a file under its name.
      const partial = `${path}.partial`;
      // Whatever user the driver is, it has to read them.
      await makeReadableDirectory(dirname(path));
      try {
        const isSame = await copy(file, partial, transfer);
        // It is closed by now: NFS asks its server what is there.
        const { size } = await stat(partial);
        if (!isSame || size !== file.size)
          throw new UploadError(`${path} is not what was written to it. Check the disk.`);
        await letRead(partial, READABLE);
        await rename(partial, path);
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

/** In the end it is on the disk. Answers whether there is the same in both then; they are compared while the disk is written. */
async function copy(file: LocalFile, target: string, transfer: Transfer): Promise<boolean> {
  await using to = await open(target, 'w', READABLE);
  await write(file, to, transfer);
  const [isSame] = await Promise.all([haveSame(file, target, transfer), to.sync()]);
  return isSame;
}

/** One part is written while the next one is read: file systems let nobody write beside another one. */
async function write(file: LocalFile, to: FileHandle, { onProgress, signal }: Transfer): Promise<void> {
  let sent = 0;
  const writePart = async ({ at, bytes }: FilePart): Promise<void> => {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await to.write(bytes, written, bytes.length - written, at + written);
      written += bytesWritten;
    }
    sent += bytes.length;
    onProgress(sent);
  };
  let before = Promise.resolve();
  await eachPart(file, { ...CUT, signal }, async (part) => {
    before = before.then(() => writePart(part));
    await before;
  });
}

/** To the last byte; quicker than any checksum of the two. */
async function haveSame(file: LocalFile, path: string, { signal }: Transfer): Promise<boolean> {
  await using other = await open(path);
  // Parts are compared side by side, each in a room of its own.
  const rooms: Uint8Array[] = [];
  const isSame = async ({ at, bytes }: FilePart): Promise<boolean> => {
    const room = rooms.pop() ?? Buffer.allocUnsafeSlow(CUT.partBytes);
    const found = await readAt(other, room.subarray(0, bytes.length), at);
    rooms.push(room);
    return Buffer.compare(bytes, found) === 0;
  };
  const same = await eachPart(file, { ...CUT, signal }, isSame);
  return same.every(Boolean);
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
