/** A standard Kubernetes condition (`metav1.Condition`). */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** CamelCase, stable, for machines. */
  readonly reason: string;
  /** One sentence for people. */
  readonly message: string;
  /** RFC 3339; moves only when `status` changes. */
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

/** Gives `conditions` with `next` in the place of the one of the same type; its time moves only if its status changed. */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const before = conditions.find((condition) => condition.type === next.type);
  const kept =
    before?.status === next.status ? { ...next, lastTransitionTime: before.lastTransitionTime } : next;
  return before === undefined
    ? [...conditions, kept]
    : conditions.map((condition) => (condition.type === next.type ? kept : condition));
}
