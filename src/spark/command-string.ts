/**
 * Splits options as Spark does, which is nearly as a shell does: at white space outside of quotes. A backslash protects
 * the next character inside of double quotes, and is an ordinary character everywhere else.
 *
 * @see Spark `Utils.splitCommandString`
 */
export function splitCommand(text: string): readonly string[] {
  return Array.from(text.matchAll(WORD), ([word]) => word.replaceAll(QUOTED, unquoted));
}

/** A quoted part; the last quote may be missing. */
const DOUBLE = String.raw`"(?:\\[\s\S]?|[^"\\])*"?`;
const SINGLE = String.raw`'[^']*'?`;
const QUOTED = new RegExp(`${DOUBLE}|${SINGLE}`, 'gu');
const WORD = new RegExp(String.raw`(?:${DOUBLE}|${SINGLE}|[^ \t\r\n'"])+`, 'gu');

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.replaceAll("'", '');
  return part.replaceAll(/\\([\s\S]?)|"/gu, (_, escaped: string | undefined) => escaped ?? '');
}
