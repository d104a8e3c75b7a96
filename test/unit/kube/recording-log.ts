import type { Log, LogFields } from '../../../src/log.ts';

/** Keeps the messages of each level, so that a test can see what was logged and what was not. */
export class RecordingLog implements Log {
  readonly lines: string[] = [];
  readonly fields: LogFields[] = [];

  debug(): void {}

  info(fields: LogFields, message: string): void {
    this.#keep('info', fields, message);
  }

  warn(fields: LogFields, message: string): void {
    this.#keep('warn', fields, message);
  }

  error(fields: LogFields, message: string): void {
    this.#keep('error', fields, message);
  }

  #keep(level: string, fields: LogFields, message: string): void {
    this.lines.push(`${level}: ${message}`);
    this.fields.push(fields);
  }
}
