/**
 * Splits options as a shell would: at white space, but not inside of quotes; a backslash protects the next character
 * outside of single quotes.
 *
 * @see Spark `Utils.splitCommandString`
 */
export function splitCommand(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [piece] of text.matchAll(PIECE)) {
    if (/^\s/u.test(piece)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + unquoted(piece);
    }
  }
  return word === undefined ? words : [...words, word];
}

/** White space, a quoted part (perhaps never closed), an escaped character, or plain text. */
const PIECE = /\s+|'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?|\\[\s\S]?|[^\s'"\\]+/gu;

function unquoted(piece: string): string {
  if (piece.startsWith("'")) return piece.replaceAll("'", '');
  if (piece.startsWith('"'))
    return piece
      .replace(/^"/u, '')
      .replace(/"$/u, '')
      .replaceAll(/\\(["\\])/gu, '$1');
  return piece.startsWith('\\') ? piece.slice(1) : piece;
}
