import { createHash, type Hash } from 'node:crypto';
import { crc32c } from '../crc32c.ts';

/** Bytes that have a CRC of their own: `dfs.bytes-per-checksum`. @default 512 */
const CHUNK_BYTES = 512;
/** Bytes of an MD5, and of the least room in which HDFS puts those of the blocks together. */
const MD5_BYTES = 16;
const LEAST_ROOM_BYTES = 32;

/**
 * What HDFS gives as the checksum of a file, reckoned on the way there: the CRC-32C of every 512 bytes, the MD5 of those of a
 * block, and the MD5 of those of all blocks.
 *
 * Guarantees: memory stays flat but for 16 bytes a block.
 *
 * @see Hadoop `FileChecksumHelper`, `MD5MD5CRC32FileChecksum`
 */
export class HdfsChecksum {
  readonly #blockBytes: number;
  readonly #blocks: Buffer[] = [];
  #block: Hash = createHash('md5');
  /** Of the block that is begun. */
  #bytesInBlock = 0;
  /** What is not yet a whole chunk. */
  #rest: Buffer = Buffer.alloc(0);

  /** Assumes: a block is a whole number of chunks. */
  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes;
  }

  add(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % CHUNK_BYTES);
    this.#addChunks(all.subarray(0, whole));
    // Whoever has sent the bytes may use their room again.
    this.#rest = Buffer.from(all.subarray(whole));
  }

  /** Whether the server gives the same for what it has; undefined where it reckons in another way. */
  fits({ algorithm, bytes }: ServersChecksum): boolean | undefined {
    if (!/^MD5-of-\d+MD5-of-512CRC32C$/u.test(algorithm)) return undefined;
    // Before it are the bytes of a chunk and the chunks of a block, behind it there is room.
    return Buffer.from(bytes, 'hex')
      .subarray(12, 12 + MD5_BYTES)
      .equals(this.#whole());
  }

  /** Of all that was added; nothing can be added any more. */
  #whole(): Buffer {
    this.#addChunks(this.#rest);
    if (this.#bytesInBlock > 0) this.#endBlock();
    // HDFS reckons with the room, too, which doubles until all have a place in it.
    let room = LEAST_ROOM_BYTES;
    while (room < this.#blocks.length * MD5_BYTES) room *= 2;
    return createHash('md5').update(Buffer.concat(this.#blocks, room)).digest();
  }

  #addChunks(chunks: Buffer): void {
    for (let at = 0; at < chunks.length;) {
      const end = Math.min(chunks.length, at + this.#blockBytes - this.#bytesInBlock);
      this.#block.update(crcsOf(chunks.subarray(at, end)));
      this.#bytesInBlock += end - at;
      if (this.#bytesInBlock === this.#blockBytes) this.#endBlock();
      at = end;
    }
  }

  #endBlock(): void {
    this.#blocks.push(this.#block.digest());
    this.#block = createHash('md5');
    this.#bytesInBlock = 0;
  }
}

/** As WebHDFS gives it. */
export interface ServersChecksum {
  /** Names the way it was reckoned in, such as `MD5-of-0MD5-of-512CRC32C`. */
  readonly algorithm: string;
  /** In hexadecimal digits. */
  readonly bytes: string;
}

/** One behind the other; the last chunk may be a short one. */
function crcsOf(bytes: Buffer): Buffer {
  const crcs = Buffer.allocUnsafe(Math.ceil(bytes.length / CHUNK_BYTES) * 4);
  for (let at = 0, into = 0; at < bytes.length; at += CHUNK_BYTES, into += 4) {
    crcs.writeUInt32BE(crc32c(bytes, at, Math.min(bytes.length, at + CHUNK_BYTES)), into);
  }
  return crcs;
}
