/** Bytes that are reckoned with at once. */
const LANES = 8;

/**
 * Table `lane` says what a byte adds that has so many bytes of its lane behind it, so that eight of them need no loop.
 *
 * @see RFC 3720, section 12.1, for the polynomial
 */
const TABLES = tablesOf(0x82_f6_3b_78);

/** Gives the CRC-32C of a part of some bytes, as a number of 32 bits without a sign. */
export function crc32c(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1;
  let at = from;
  for (; at + LANES <= to; at += LANES) {
    crc ^=
      byte(bytes, at) |
      (byte(bytes, at + 1) << 8) |
      (byte(bytes, at + 2) << 16) |
      (byte(bytes, at + 3) << 24);
    crc =
      entry(7, crc) ^
      entry(6, crc >>> 8) ^
      entry(5, crc >>> 16) ^
      entry(4, crc >>> 24) ^
      entry(3, byte(bytes, at + 4)) ^
      entry(2, byte(bytes, at + 5)) ^
      entry(1, byte(bytes, at + 6)) ^
      entry(0, byte(bytes, at + 7));
  }
  for (; at < to; at += 1) crc = (crc >>> 8) ^ entry(0, crc ^ byte(bytes, at));
  return ~crc >>> 0;
}

/** All bytes that are asked for are there. */
const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

const entry = (lane: number, value: number): number => TABLES[lane * 256 + (value & 255)] ?? 0;

function tablesOf(polynomial: number): Int32Array {
  const tables = new Int32Array(LANES * 256);
  for (let value = 0; value < 256; value += 1) {
    let crc = value;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) * polynomial);
    tables[value] = crc;
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = tables[at - 256] ?? 0;
    tables[at] = (before >>> 8) ^ (tables[before & 255] ?? 0);
  }
  return tables;
}
