import { cutText } from '../manifest/cut-text.ts';

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
  /** A sentence or two for people; cut where it is long. */
  readonly message: string;
  /** RFC 3339; moves only when `status` changes. */
  readonly lastTransitionTime: string;
  /** The generation of `spec` it speaks of. */
  readonly observedGeneration?: number;
}

/** A condition but for its type and time. */
export type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Of the message of each condition. */
const MOST_MESSAGE_BYTES = 2_048;

/**
 * Gives `conditions` with `next` in the place of the one of its type, whose time moves only if its status changed. A
 * message that is too long is cut, so that a status with all conditions stays small.
 */
export function withCondition(conditions: readonly Condition[], next: Condition): readonly Condition[] {
  const before = conditions.find((condition) => condition.type === next.type);
  const message = cutText(next.message, MOST_MESSAGE_BYTES);
  const { lastTransitionTime } = before?.status === next.status ? before : next;
  const kept = { ...next, message, lastTransitionTime };
  return before === undefined
    ? [...conditions, kept]
    : conditions.map((condition) => (condition.type === next.type ? kept : condition));
}
