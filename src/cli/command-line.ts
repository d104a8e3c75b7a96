import { parseArgs, types, type ParseArgsConfig } from 'node:util';
import { nearestWord } from '../spark/nearest-word.ts';
import { UsageError } from './command.ts';

/** The flags of a command, as `node:util` has them. */
type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads flags. Fails: with a UsageError that names the flag, and the nearest one there is. */
export function parseFlags<const O extends Options>(words: readonly string[], options: O) {
  return parse({ args: [...words], options, strict: true, allowPositionals: false }).values;
}

/** Reads the name of one application, and flags. Fails: as `parseFlags`, and where there is not just one name. */
export function parseNamed<const O extends Options>(words: readonly string[], options: O) {
  const { names, flags } = parseNames(words, options);
  const [name, ...more] = names;
  if (name === undefined) throw new UsageError('the name of the application is missing');
  if (more.length > 0) throw new UsageError(`one application at a time, not also ${more.join(' ')}`);
  return { name, flags };
}

/**
 * Reads names, any number of them, and flags, in any order.
 *
 * Guarantees: what follows `--` is a name, whatever it looks like.
 * Fails: as `parseFlags`.
 */
export function parseNames<const O extends Options>(words: readonly string[], options: O) {
  const { positionals, values } = parse({
    args: [...words],
    options,
    strict: true,
    allowPositionals: true,
  });
  return { names: positionals, flags: values };
}

/** Reads flags beside the one word that there is. Fails: as `parseFlags`, and where it is another word, or missing. */
export function parseWord<const O extends Options>(words: readonly string[], word: string, options: O) {
  const { names, flags } = parseNames(words, options);
  if (names.length === 0) throw new UsageError(`the word ${word} is missing`);
  if (names.join(' ') !== word) throw new UsageError(`it takes ${word}, not ${names.join(' ')}`);
  return flags;
}

/** The one door to `node:util`, whose errors have more than one sentence. */
function parse<const C extends ParseArgsConfig & { readonly options: Options }>(config: C) {
  try {
    return parseArgs(config);
  } catch (cause) {
    const [sentence = ''] = (types.isNativeError(cause) ? cause.message : String(cause)).split(/\.\s/u);
    const file = /^Unexpected argument '([^']*)'/u.exec(sentence)?.[1];
    if (file !== undefined && 'filename' in config.options)
      throw new UsageError(`a file has -f before it: -f ${file}`, { cause });
    const flag = /^Unknown option '--([^']*)'/u.exec(sentence)?.[1];
    const meant = flag === undefined ? undefined : nearestWord(flag, Object.keys(config.options));
    const guess = meant === undefined ? '' : ` (did you mean --${meant}?)`;
    throw new UsageError(`${sentence}${guess}`, { cause });
  }
}

/** Fails: with a UsageError that names the flag. */
export function parseCount(flag: string, text: string): number {
  if (/^\d{1,5}$/u.test(text)) return Number(text);
  throw new UsageError(`${flag} takes a whole number of at most 99999, not "${text}"`);
}
