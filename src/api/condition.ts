/**
 * A standard Kubernetes condition: one thing that is so, is not, or is unknown.
 *
 * @see Kubernetes API `metav1.Condition`
 */
export interface Condition {
  /** CamelCase; one condition of each type. */
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** CamelCase, stable, for machines. */
  readonly reason: string;
  /** One sentence for people. */
  readonly message: string;
  /** RFC 3339; moves only when `status` changes. */
  readonly lastTransitionTime: string;
  /** The generation of `spec` it speaks of. */
  readonly observedGeneration?: number;
}

/** A condition but for its type and time. */
export type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/**
 * Gives `conditions` with `next` in the place of the one of its type, whose time moves only if its status changed.
 */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const before = conditions.find((condition) => condition.type === next.type);
  const kept =
    before?.status === next.status ? { ...next, lastTransitionTime: before.lastTransitionTime } : next;
  return before === undefined
    ? [...conditions, kept]
    : conditions.map((condition) => (condition.type === next.type ? kept : condition));
}
