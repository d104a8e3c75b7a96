import { nearestWord } from '../../spark/nearest-word.ts';
import { UsageError } from '../command.ts';
import { FLAGS, isFlag, SHORT_FLAGS, type FlagName } from './flags.ts';

/** A command line of `spark-submit`, read: flags, the main resource, and what the application is told. */
export interface SubmitWords {
  /** Values in the order they were given; an empty one for a switch. */
  readonly values: ReadonlyMap<FlagName, readonly string[]>;
  readonly mainResource: string | undefined;
  readonly arguments: readonly string[];
}

/**
 * Reads words as `spark-submit` does: `--flag value` or `--flag=value` up to the first word that is no flag. That is the
 * main resource, and whatever follows is the application's.
 *
 * Fails: with a UsageError for a flag that there is not, or that cannot be had here, or without its value.
 *
 * @see Spark `SparkSubmitOptionParser.parse`
 */
export function parseSubmitWords(words: readonly string[]): SubmitWords {
  const values = new Map<FlagName, readonly string[]>();
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, before, after] = /^(--[^=]+)=(.+)$/su.exec(word) ?? [];
    const name = flagNamed(before ?? word);
    if (name === undefined) break;
    const next = valueOf(name, after, words[at + 1]);
    if (takesValue(name) && after === undefined) at += 1;
    values.set(name, [...(values.get(name) ?? []), next]);
  }
  return { values, mainResource: words[at], arguments: words.slice(at + 1) };
}

/** Of a flag that is given twice, the last one counts. */
export function lastValue({ values }: SubmitWords, flag: FlagName): string | undefined {
  return values.get(flag)?.at(-1);
}

/** Undefined for what is no flag. Fails: with a UsageError for a flag that there is not. */
function flagNamed(word: string): FlagName | undefined {
  if (!word.startsWith('-')) return undefined;
  const name = SHORT_FLAGS[word] ?? word;
  if (isFlag(name)) return name;
  const nearest = nearestWord(word, Object.keys(FLAGS));
  const guess = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  throw new UsageError(`there is no flag ${word}${guess}`);
}

function takesValue(name: FlagName): boolean {
  const { kind } = FLAGS[name];
  return kind !== 'switch';
}

/** Fails: with a UsageError where there is none, or where the flag cannot be had. */
function valueOf(name: FlagName, given: string | undefined, next: string | undefined): string {
  const use = FLAGS[name];
  if (use.kind === 'refused') throw new UsageError(`${name} cannot be had: ${use.because}`);
  if (use.kind === 'switch') return '';
  const value = given ?? next;
  if (value === undefined) throw new UsageError(`${name} needs a value`);
  return value;
}
