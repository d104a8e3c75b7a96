import { timeText } from '../../manifest/time.ts';

/** The time in front of a line, as the kubelet writes it. */
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d) /u;

/**
 * Lines of a log that may be read more than once, each of them once: a log can be asked for from a second on, so those of
 * the last second that have been seen are counted, and left out when it is read again. Counting from the beginning would
 * not do: the kubelet gives only what it has written since it changed files.
 */
export class UnseenLines {
  /** The latest second seen; undefined before the first line. */
  #second: number | undefined;
  /** How many lines of it were seen. */
  #seen = 0;
  /** Those of `from` that are still to be left out. */
  #again = { from: 0, left: 0 };

  /** From when the log is to be read now; undefined the first time: from the beginning. */
  readAgain(): string | undefined {
    if (this.#second === undefined) return undefined;
    this.#again = { from: this.#second, left: this.#seen };
    return timeText(this.#second);
  }

  /** The line without its time; undefined where it was seen before. A line without a time is the kubelet's own word. */
  next(line: string): string | undefined {
    const [stamp, second = '', zone = ''] = STAMP.exec(line) ?? [];
    if (stamp === undefined) return line;
    const time = Date.parse(second + zone);
    if (time === this.#again.from && this.#again.left > 0) {
      this.#again.left -= 1;
      return undefined;
    }
    this.#count(time);
    return line.slice(stamp.length);
  }

  /** Two streams of a container are stamped apart, so a line may be a little older than the one before it. */
  #count(time: number): void {
    if (this.#second !== undefined && time < this.#second) return;
    this.#seen = time === this.#second ? this.#seen + 1 : 1;
    this.#second = time;
  }
}
