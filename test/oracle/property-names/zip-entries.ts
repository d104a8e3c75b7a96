import { inflateRawSync } from 'node:zlib';

/** Signatures and lengths of a ZIP archive's records. @see PKWARE APPNOTE, sections 4.3.7, 4.3.12, 4.3.16 */
const END = { signature: 0x06_05_4b_50, length: 22 };
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const DEFLATED = 8;

/**
 * The files in a ZIP archive whose names end so.
 *
 * Assumes: fewer than 65,536 entries, no comment behind the archive, as jars are.
 */
export function* zipEntries(archive: Buffer, suffix: string): Generator<Buffer> {
  const end = archive.length - END.length;
  if (archive.readUInt32LE(end) !== END.signature) throw new Error('this is no ZIP archive');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      archive.readUInt16LE(at + field),
    ) as [number, number, number];
    const name = archive.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength);
    if (name.endsWith(suffix)) yield contentOf(archive, at);
    at += ENTRY_LENGTH + nameLength + extraLength + commentLength;
  }
}

/** Of the entry of the directory that begins there. */
function contentOf(archive: Buffer, entry: number): Buffer {
  const local = archive.readUInt32LE(entry + 42);
  const start = local + LOCAL_LENGTH + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const stored = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
  return archive.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(stored) : stored;
}
