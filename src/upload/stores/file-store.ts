import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathOfFile } from '../../spark/uri.ts';
import { causeOf, UploadError, type Explained, type UploadStore } from '../upload-store.ts';

/** A directory that this machine and the driver both see: of a hostPath, of NFS, of a claim. */
export function fileStore(): UploadStore {
  return {
    async put({ path }, target, { onProgress, signal }) {
      const file = pathOfFile(target);
      // Nobody finds half a file under its name.
      const partial = `${file}.partial`;
      // Whatever user the driver is, it has to read them.
      await mkdir(dirname(file), { recursive: true, mode: 0o755 });
      try {
        const sent = createHash('sha256');
        await pipeline(
          createReadStream(path),
          counted(sent, onProgress),
          createWriteStream(partial, { mode: 0o644, flush: true }),
          { signal },
        );
        if (sent.digest('hex') !== (await digestOf(partial, signal))) {
          throw new UploadError(`${file} is not what was written to it. Check the disk.`);
        }
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    // Nothing else is in it: its name is a random one.
    remove: (_, directory) => rm(pathOfFile(directory), { recursive: true, force: true }),
    explain,
  };
}

/** Lets everything through, and reckons with it on the way, so that a file is read only once before it is compared. */
function counted(hash: Hash, onProgress: (bytes: number) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      onProgress(bytes);
      done(null, chunk);
    },
  });
}

/** Of what is on the disk, which need not be what was sent there. */
async function digestOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
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
