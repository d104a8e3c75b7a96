import { pino } from 'pino';

/** Facts with fields: a constant message in the past tense, what varies in `fields`. */
export interface Log {
  /** What one needs to follow a single executor; off in production. */
  debug(fields: LogFields, message: string): void;
  /** What changed for an application: a few lines for each. */
  info(fields: LogFields, message: string): void;
  /** What did not work and is tried again by itself. */
  warn(fields: LogFields, message: string): void;
  /** Only for what a person should act on. */
  error(fields: LogFields, message: string): void;
}

/** What varies: names, counts, `because`. Errors go under `err`, so that stack and cause are shown. */
export type LogFields = Readonly<Record<string, unknown>>;
/** From the most to the least; `silent` writes nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * One JSON line per fact on standard output, for whatever collects a pod's log.
 *
 * Guarantees: values under keys that look like secrets are replaced, at the top and one level below it.
 */
export function jsonLog(level: LogLevel): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['token', 'password', 'secret', '*.token', '*.password', '*.secret'] },
  });
}
