import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const REPOSITORY = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What comes after the last line of a program that has ended. */
const EXIT_MARK = 'ended with';

/**
 * A terminal of 80 by 24 in which sparkctl runs: tmux, so that what is written is what a person would see, with all that a
 * terminal does to it.
 */
export class RealTerminal {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  /** Runs sparkctl from the sources; its exit code is written below what it has written itself. */
  static async running(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RealTerminal> {
    const terminal = new RealTerminal(`sparkctl-${randomUUID()}`);
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const command = ['env', ...variables, process.execPath, join(REPOSITORY, 'src/cli/cli.ts'), ...words];
    // It stays open for the test to read; whoever closes it ends this, too.
    const script = `${command.map((word) => `'${word}'`).join(' ')}; echo "${EXIT_MARK} $?"; cat`;
    await terminal.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', script);
    return terminal;
  }

  /** The lines on the screen; `asWritten`: with colours, as codes. What was scrolled off nobody can write over. */
  async lines(asWritten = false): Promise<readonly string[]> {
    const text = await this.#tmux('capture-pane', '-p', ...(asWritten ? ['-e'] : []));
    return text.trimEnd().split('\n');
  }

  /** The exit code; undefined while it runs. */
  async exitCode(): Promise<number | undefined> {
    // The terminal writes ^C in front of it.
    const [, code] = new RegExp(`${EXIT_MARK} (\\d+)$`, 'mu').exec((await this.lines()).join('\n')) ?? [];
    return code === undefined ? undefined : Number(code);
  }

  async resize(columns: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', '24');
  }

  async pressCtrlC(): Promise<void> {
    await this.#tmux('send-keys', 'C-c');
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server');
  }

  async #tmux(...words: readonly string[]): Promise<string> {
    const { stdout } = await run('tmux', ['-L', this.#socket, ...words], {
      env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
    });
    return stdout;
  }
}
