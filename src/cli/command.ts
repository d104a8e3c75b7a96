import type { Connector } from './cluster.ts';

/** One command of sparkctl. */
export interface Command {
  /** What `--help` prints. */
  readonly usage: string;
  /** Words behind its flags are somebody else's, `--help` among them. @default false */
  readonly hasOwnWords?: boolean;
  /**
   * Runs with the words that follow its name; answers with the exit code.
   *
   * Fails: with a UsageError for words it does not take.
   */
  run(words: readonly string[], terminal: Terminal): Promise<number>;
}

/** Where a command reads from and writes to, and what it reaches. */
export interface Terminal extends Connector {
  /** Standard error, where it is a screen that lines can be written over; undefined elsewhere. */
  readonly screen: NodeJS.WriteStream | undefined;
  /** Aborts when the person presses Ctrl-C; from the first call on that ends nothing else. */
  interrupted(): AbortSignal;
  /** The variables of the environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of a file; of standard input for `-`. */
  read(file: string): Promise<string>;
  /** The files in a folder, of deeper ones too if asked for; undefined where the name is that of no folder. */
  list(folder: string, isRecursive: boolean): Promise<readonly string[] | undefined>;
  /** Standard output: what was asked for. */
  print(text: string): void;
  /** Standard error: what there is to say about it, one line. */
  tell(line: string): void;
}

/** What every command ends with. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** What a command cannot do, and why, in one sentence. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Words that a command does not take; the message says which, and what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
