import { expect, test } from '@jest/globals';
import { HdfsChecksum } from '../../../../src/upload/stores/hdfs-checksum.ts';

const MIB = 2 ** 20;

/** What Hadoop 3.5.0 has said of files that have these words over and over again, in blocks of one MiB. */
const SAID = [
  {
    words: 'content',
    size: 7,
    algorithm: 'MD5-of-0MD5-of-512CRC32C',
    md5: 'b51f45083e08c500104f4f9600c129d9',
  },
  ...[
    { size: 2 * MIB, md5: 'fc38931df7ac533841860bc4880614c3' },
    { size: 2 * MIB + 1000, md5: 'e0150a14480730fc1263ec3f549fd947' },
    { size: 4 * MIB + 5, md5: '72805b9d6b02f1aa9dd390d019edab91' },
  ].map((each) => ({ ...each, words: 'some content ', algorithm: 'MD5-of-2048MD5-of-512CRC32C' })),
];

/** Of a file that came in pieces of so many bytes. */
function checksumOf({ words, size }: (typeof SAID)[number], piece: number): HdfsChecksum {
  const content = Buffer.alloc(size, words);
  const checksum = new HdfsChecksum(MIB);
  for (let at = 0; at < size; at += piece) checksum.add(content.subarray(at, at + piece));
  return checksum;
}

/** As it stands in an answer: 12 bytes before it, some room behind it. */
const said = (algorithm: string, md5: string) => ({ algorithm, bytes: `${'00'.repeat(12)}${md5}00000000` });

test.each(SAID)('a file of $size bytes has the checksum that HDFS gives it', (file) => {
  for (const piece of [file.size, 100_001]) {
    expect(checksumOf(file, piece).fits(said(file.algorithm, file.md5))).toBe(true);
  }
  expect(checksumOf({ ...file, words: 'other' }, file.size).fits(said(file.algorithm, file.md5))).toBe(false);
});

test.each(['MD5-of-0MD5-of-0CRC32', 'MD5-of-0MD5-of-512CRC32', 'COMPOSITE-CRC32C'])(
  'nothing is said of one by %s',
  (algorithm) => {
    expect(new HdfsChecksum(MIB).fits(said(algorithm, '00'.repeat(16)))).toBeUndefined();
  },
);
