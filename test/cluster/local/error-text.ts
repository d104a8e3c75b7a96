/** The text of an error with all that caused it, a line each. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  because: ${errorText(error.cause)}`;
}
