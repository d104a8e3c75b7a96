/** Bytes behind the tag of each kind of constant; texts have a length of their own. @see JVM specification, section 4.4 */
const LENGTHS: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};
const TEXT = 1;
/** `long` and `double`, which take two places. */
const WIDE = [5, 6];

/** Every text in the constant pool of a class file: names and literals alike. */
export function* classStrings(file: Buffer): Generator<string> {
  let at = 10;
  for (let left = file.readUInt16BE(8) - 1; left > 0; left -= 1) {
    const tag = file.readUInt8(at);
    at += 1;
    if (tag === TEXT) {
      const length = file.readUInt16BE(at);
      yield file.toString('utf8', at + 2, at + 2 + length);
      at += 2 + length;
      continue;
    }
    const length = LENGTHS[tag];
    if (length === undefined) throw new Error(`there is no constant with the tag ${tag}`);
    at += length;
    if (WIDE.includes(tag)) left -= 1;
  }
}
