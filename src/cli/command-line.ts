import { parseArgs, types, type ParseArgsConfig } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { UsageError } from './command.ts';

/** The flags of a command, as `node:util` has them. */
type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads flags. Fails: with a UsageError that names the flag, and the nearest one there is. */
export function parseFlags<const O extends Options>(words: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const [sentence = ''] = (types.isNativeError(cause) ? cause.message : String(cause)).split(/\.\s/u);
    const flag = /^Unknown option '--([^']*)'/u.exec(sentence)?.[1];
    const meant = flag === undefined ? '' : ` (did you mean --${closest(flag, Object.keys(options))}?)`;
    throw new UsageError(`${sentence}${meant}`, { cause });
  }
}

/** Fails: with a UsageError that names the flag. */
export function parseCount(flag: string, text: string): number {
  if (/^\d{1,5}$/u.test(text)) return Number(text);
  throw new UsageError(`${flag} takes a whole number of at most 99999, not "${text}"`);
}
