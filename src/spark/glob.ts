/*
 * Globs as Hadoop's file systems read them, and so Spark: `?`, `*`, `[a-c]`, `[^a]`, `{one,two}`, `\` before a character
 * that means itself. None but a list in braces goes beyond one part of a path.
 */

/** One part of a path, between slashes: a name, or a pattern of names. */
export type GlobPart =
  { readonly kind: 'name'; readonly name: string } | { readonly kind: 'pattern'; readonly matches: RegExp };

/** Whether a path is a glob at all. */
export function isGlob(path: string): boolean {
  return /[?*[{]/u.test(path);
}

/**
 * Gives the paths that a glob stands for, each as its parts: more than one where braces hold a slash.
 *
 * @see Hadoop `GlobExpander`, `GlobPattern`
 */
export function parseGlob(path: string): readonly (readonly GlobPart[])[] {
  return expanded(path).map((each) =>
    each
      .split('/')
      .filter((part) => part !== '')
      .map(parsePart),
  );
}

function parsePart(part: string): GlobPart {
  if (!isGlob(part)) return { kind: 'name', name: part.replaceAll(/\\(.)/gu, '$1') };
  return { kind: 'pattern', matches: new RegExp(`^${regularExpression(part)}$`, 'su') };
}

/** Braces with a slash in them, written out; those without are left to the pattern. */
function expanded(path: string): readonly string[] {
  const found = /^(?<before>.*?)\{(?<choices>[^{}]*\/[^{}]*)\}(?<after>.*)$/su.exec(path)?.groups;
  if (found === undefined) return [path];
  const { before = '', choices = '', after = '' } = found;
  return choices.split(',').flatMap((choice) => expanded(before + choice + after));
}

/** Token by token: a set, a list, a wildcard, or a character. */
function regularExpression(part: string): string {
  return part.replaceAll(TOKEN, (token: string) => {
    const kind = token.at(0);
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (kind === '{') {
      return `(?:${token.slice(1, -1).split(',').map(regularExpression).join('|')})`;
    }
    if (kind === '[' && token.length > 1) return setOf(token.slice(1, -1));
    return literal(token.length > 1 ? token.slice(1) : token);
  });
}

const TOKEN = /\\.|\{[^{}]*\}|\[[^\]]+\]|[\s\S]/gu;

/** `^` and `!` in front mean all others. */
function setOf(set: string): string {
  const isOthers = /^[\^!]/u.test(set);
  const members = (isOthers ? set.slice(1) : set).replaceAll(/[\\\][^&]/gu, String.raw`\$&`);
  return `[${isOthers ? '^' : ''}${members}]`;
}

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
