import type { Terminal } from '../../../src/cli/command.ts';

/** A terminal with these files, which keeps what was written. */
export class RecordedTerminal implements Terminal {
  printed = '';
  readonly told: string[] = [];
  readonly #files: Readonly<Record<string, string>>;

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.#files = files;
  }

  async read(file: string): Promise<string> {
    const text = this.#files[file];
    if (text !== undefined) return text;
    throw Object.assign(new Error(`ENOENT: no such file or directory, open '${file}'`), { syscall: 'open' });
  }

  print(text: string): void {
    this.printed += text;
  }

  tell(line: string): void {
    this.told.push(line);
  }
}
