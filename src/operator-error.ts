/** Whether the same attempt can succeed later: by waiting, only after the user changed something, or not at all. */
export type Retry = 'backoff' | 'on-spec-change' | 'never';

interface ErrorEntry {
  /** One sentence that says what happened. `{name}` is replaced by the detail of that name. */
  readonly says: string;
  /** One sentence that says what to do about it. */
  readonly remedy: string;
  readonly retry: Retry;
}

/** Every error the operator can report, by its stable code. `docs/errors.md` lists the same, held equal by a test. */
export const ERRORS = {
  SPARK_MEMORY_UNREADABLE: {
    says: '{field}: "{text}" is not a memory size',
    remedy: 'Write a whole number followed by k, m, g or t, for example 512m.',
    retry: 'on-spec-change',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** A failure with a stable code: its message says what happened and what to do, `retry` whether waiting helps. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: ErrorCode;
  readonly retry: Retry;

  constructor(code: ErrorCode, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const entry: ErrorEntry = ERRORS[code];
    const fill = (text: string): string =>
      text.replaceAll(/\{(\w+)\}/gu, (_, key: string) => String(details[key] ?? `{${key}}`));
    super(`${fill(entry.says)}. ${fill(entry.remedy)}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retry = entry.retry;
  }
}
