import { closest, distance } from 'fastest-levenshtein';

/** Of so many letters one may be wrong. */
const LETTERS_PER_SLIP = 3;

/**
 * The known word that somebody meant who wrote `word`: one letter in three may be another one, missing or too many, or
 * letters may have changed places. Undefined where no known word is as near as that: a wrong guess is worse than none.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(word, known);
  const slips = Math.max(1, Math.floor(word.length / LETTERS_PER_SLIP));
  return distance(word, nearest) <= slips || lettersOf(word) === lettersOf(nearest) ? nearest : undefined;
}

const lettersOf = (word: string): string => word.split('').toSorted().join('');
