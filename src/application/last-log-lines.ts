/** What of a container's last words goes into a status, in bytes. */
const LIMIT_BYTES = 1024;

/** The kubelet takes so much from the end of a log, wherever that begins. */
const TAKEN_FROM_LOG_BYTES = 2048;

/** `key=value` and `key: value` where the key sounds like a secret; Spark's own pattern for redaction. */
const SECRET =
  /((?:[\w.-]*(?:secret|password|token|access[.]?key)[\w.-]*)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|\S+)/giu;

/** Lines that say nothing of a failure: what Spark logs below WARN, among it its end, and the frames of a stack trace. */
const SMALL_TALK = /^(?:[\d/-]+[ T][\d:.,]+ (?:INFO|DEBUG|TRACE) |\s+at \S+\(.*\)$|\s+\.\.\. \d+ more$)/u;

/**
 * The end of a termination message, fit for a status: whole lines, at most 1 KiB, values of secrets replaced. Where
 * that is not all, lines that say nothing of a failure are left out first. Empty when there was none.
 */
export function lastLogLines(message: string): string {
  const whole = Buffer.byteLength(message) === TAKEN_FROM_LOG_BYTES ? withoutFirstLine(message) : message;
  const redacted = whole.trim().replaceAll(SECRET, '$1*****(redacted)');
  if (Buffer.byteLength(redacted) <= LIMIT_BYTES) return redacted;
  const telling = redacted.split('\n').filter((line) => !SMALL_TALK.test(line));
  return end(telling.length === 0 ? redacted : telling.join('\n'));
}

function end(text: string): string {
  if (Buffer.byteLength(text) <= LIMIT_BYTES) return text;
  const tail = Buffer.from(text).subarray(-LIMIT_BYTES).toString('utf8');
  const whole = withoutFirstLine(tail);
  return whole === tail ? tail.replace(/^\uFFFD+/u, '') : whole;
}

/** As it is where there is but one line. */
const withoutFirstLine = (text: string): string => text.slice(text.indexOf('\n') + 1);
