/**
 * The moment as Kubernetes writes a `Time`: RFC 3339, UTC, whole seconds.
 *
 * @see Kubernetes API `metav1.Time`
 */
export const timeText = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;
