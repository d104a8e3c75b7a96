import { OperatorError } from '../operator-error.ts';

/*
 * The text format of `java.util.Properties`, in which a driver finds its Spark properties.
 *
 *   writing   `Properties.store(Writer)`: backslash, tab, newline, return, form feed, `= : # !`, and the spaces of a
 *             key and the first one of a value are escaped; other characters stay as they are
 *   reading   `Properties.load`: `=`, `:` or white space ends a key; a line that ends in an odd number of backslashes
 *             goes on; `\uXXXX` is a character; a backslash before anything else says nothing
 */

const ESCAPED: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f' };
const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/**
 * Gives the file for `entries`, in their order, below one comment line.
 *
 * Guarantees: `parseProperties(writeProperties(x))` is x, whatever characters x has.
 */
export function writeProperties(entries: Iterable<readonly [string, string]>, comment: string): string {
  const lines = Array.from(entries, ([key, value]) => `${writeKey(key)}=${writeValue(value)}\n`);
  return `#${comment.replaceAll(/[\r\n]+/gu, ' ')}\n${lines.join('')}`;
}

/** Reads a properties file; a key that comes twice has its last value. Fails: SPARK_PROPERTIES_UNREADABLE. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] = ENTRY.exec(line) ?? [];
    entries.set(unescape(key), unescape(value));
  }
  return entries;
}

function writeKey(key: string): string {
  return key.replaceAll(/[\\\t\n\r\f=:#! ]/gu, escaped);
}

function writeValue(value: string): string {
  return value.replaceAll(/[\\\t\n\r\f=:#!]|^ /gu, escaped);
}

const escaped = (character: string): string => ESCAPED[character] ?? `\\${character}`;

/** Lines with their continuations joined; blank lines and comments are left out. */
function* logicalLines(text: string): Generator<string> {
  let open: string | undefined;
  for (const natural of text.split(/\r\n|\n|\r/u)) {
    const line = natural.replace(/^[ \t\f]+/u, '');
    if (open === undefined && /^[#!]|^$/u.test(line)) continue;
    const whole: string = (open ?? '') + line;
    const goesOn = trailingBackslashes(line) % 2 === 1;
    open = goesOn ? whole.slice(0, -1) : undefined;
    if (!goesOn) yield whole;
  }
  if (open !== undefined) yield open;
}

function trailingBackslashes(line: string): number {
  let count = 0;
  while (line.at(-1 - count) === '\\') count += 1;
  return count;
}

/** The key ends before the first separator that no backslash protects; a backslash at the very end protects nothing. */
const ENTRY = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/su;

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|[\s\S]|$)/gu, (_, escaped: string) => {
    if (!escaped.startsWith('u')) return UNESCAPED[escaped] ?? escaped;
    if (escaped.length < 5)
      throw new OperatorError('SPARK_PROPERTIES_UNREADABLE', { text: text.slice(0, 80) });
    return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  });
}
