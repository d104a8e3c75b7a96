/*
 * Definitions say which release they were last applied from, so that an older one does not take fields away that a newer
 * one has brought: what a definition does not name, the API server drops.
 */

/** The annotation that says it. */
export const RELEASE_ANNOTATION = 'sparkoperator.k8s.io/applied-from-release';

/**
 * Whether release `one` comes before release `other`, by major, minor and patch number; what follows a dash does not
 * count. Text that is no release comes before nothing.
 */
export function isOlderRelease(one: string, other: string): boolean {
  const others = numbersOf(other);
  const differences = numbersOf(one).map((number, at) => number - (others[at] ?? 0));
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}

const numbersOf = (release: string): readonly number[] =>
  (release.split('-')[0] ?? '').split('.').map(Number);
