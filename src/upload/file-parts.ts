import { open, type FileHandle } from 'node:fs/promises';
import type { LocalFile } from './upload-store.ts';

/** A part of a file. */
export interface FilePart {
  /** Where it begins. */
  readonly at: number;
  /** Only until whoever has got it is done: then there is the next part in the same place. */
  readonly bytes: Uint8Array;
}

/** How a file is cut. */
export interface Cut {
  /** Of each part but the last one. */
  readonly partBytes: number;
  /** So many parts are in memory, and in use, side by side. */
  readonly atOnce: number;
  readonly signal: AbortSignal;
}

/**
 * Reads a file in parts, and gives each to `use`; answers with what that gave, in the order of the file.
 *
 * Guarantees: memory is reserved once, for `atOnce` parts, whatever the size: what is reserved for each part anew costs as much
 * again in the garbage collector. The file is read as long as it was when it was looked at; of one that has become shorter,
 * parts are shorter.
 * Fails: with the first failure in time, once no part is in use any more; the signal that `use` gets ends the others.
 */
export async function eachPart<T>(
  { path, size }: LocalFile,
  { partBytes, atOnce, signal }: Cut,
  use: (part: FilePart, signal: AbortSignal) => Promise<T>,
): Promise<readonly T[]> {
  await using file = await open(path);
  const count = Math.ceil(size / partBytes);
  const used: T[] = [];
  const stop = new AbortController();
  const ends = AbortSignal.any([signal, stop.signal]);
  let next = 0;
  // Whoever is free takes the next one.
  const work = async (): Promise<void> => {
    const room = Buffer.allocUnsafeSlow(Math.min(partBytes, size));
    while (next < count) {
      ends.throwIfAborted();
      const index = next;
      next += 1;
      const at = index * partBytes;
      const bytes = await readAt(file, room.subarray(0, size - at), at);
      used[index] = await use({ at, bytes }, ends);
    }
  };
  // In the order of time.
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    stop.abort();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, () => work().catch(fail)));
  if (failures.length > 0) throw failures[0];
  return used;
}

/** Fills the room from that place of the file on; gives as much of it as there was in the file. */
export async function readAt(file: FileHandle, room: Uint8Array, at: number): Promise<Uint8Array> {
  let filled = 0;
  while (filled < room.length) {
    const { bytesRead } = await file.read(room, filled, room.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return room.subarray(0, filled);
}
