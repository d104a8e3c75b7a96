/*
 * Sets of executor ids as short text: ids run without gaps while nothing ends, so thousands of them are a few bytes.
 */

/** Reads `1-3,7` as the set 1, 2, 3, 7. Text that is no such list counts as far as it can be read. */
export function parseExecutorIds(text: string): Set<number> {
  const ids = new Set<number>();
  let left = MOST_IDS;
  for (const range of text.split(',')) {
    const [, first, last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/u.exec(range.trim()) ?? [];
    const end = Math.min(Number(last), Number(first) + left - 1);
    for (let id = Number(first); id <= end; id += 1) ids.add(id);
    left -= Math.max(0, end - Number(first) + 1) || 0;
  }
  return ids;
}

/** Writes a set of ids in ascending order, neighbours as ranges: `1-3,7`. */
export function formatExecutorIds(ids: Iterable<number>): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const id of [...ids].toSorted((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && id <= range.last + 1) range.last = id;
    else ranges.push({ first: id, last: id });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** No more ids are read than this, whatever somebody wrote there by hand. */
const MOST_IDS = 1_000_000;
