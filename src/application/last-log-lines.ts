/** What of a container's last words goes into a status, in bytes. */
const LIMIT_BYTES = 1024;

/** `key=value` and `key: value` where the key sounds like a secret; Spark's own pattern for redaction. */
const SECRET =
  /((?:[\w.-]*(?:secret|password|token|access[.]?key)[\w.-]*)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|\S+)/giu;

/**
 * The end of a termination message, fit for a status: whole lines, at most 1 KiB, values of secrets replaced.
 * Empty when there was none.
 */
export function lastLogLines(message: string): string {
  const redacted = message.trim().replaceAll(SECRET, '$1*****(redacted)');
  if (Buffer.byteLength(redacted) <= LIMIT_BYTES) return redacted;
  const tail = Buffer.from(redacted).subarray(-LIMIT_BYTES).toString('utf8');
  const firstBreak = tail.indexOf('\n');
  return firstBreak === -1 ? tail.replace(/^\uFFFD+/u, '') : tail.slice(firstBreak + 1);
}
