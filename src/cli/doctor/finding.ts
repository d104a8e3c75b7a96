/** What a look at one thing has shown. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly verdict: Verdict;
  /** What is so. */
  readonly says: string;
  /** What to do about it; absent where there is nothing to do. */
  readonly remedy?: string;
}

/**
 * How bad it is.
 *
 *   failure   applications cannot run, or not as they should; sparkctl ends with 1
 *   warning   applications run, and something else does not work, or may not
 *   unknown   it could not be looked at, which is no failure: few people may see everything
 *   ok        it is as it should be
 */
export type Verdict = 'ok' | 'warning' | 'failure' | 'unknown';

/** What the API server has shown, or why it has not. */
export type Seen<T> =
  { readonly kind: 'seen'; readonly value: T } | { readonly kind: 'hidden'; readonly because: string };

/** Nothing is to be done about what is well. */
export const ok = (check: string, says: string): Finding => ({ check, verdict: 'ok', says });

/** Applications do not run until somebody does what the remedy says. */
export const failure = (check: string, says: string, remedy: string): Finding => ({
  check,
  verdict: 'failure',
  says,
  remedy,
});

/** Worth knowing, and perhaps meant so. */
export const warning = (check: string, says: string, remedy: string): Finding => ({
  check,
  verdict: 'warning',
  says,
  remedy,
});

/** It was not seen; the remedy says how it could be. */
export const unknown = (check: string, says: string, remedy?: string): Finding => ({
  check,
  verdict: 'unknown',
  says,
  ...(remedy === undefined ? {} : { remedy }),
});
