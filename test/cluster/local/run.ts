/** Runs commands: their output goes to a log, and a failure shows the command, how it ended and the last lines. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** File to which the command's output is appended. Without one, only the last lines are kept, for the error. */
  readonly log?: string;
  /** Text for the command's standard input; without it the input is empty. */
  readonly input?: string;
  /** Ends the command when it aborts. */
  readonly signal?: AbortSignal;
  /**
   * Runs the command in mount and process namespaces of its own, so that whatever it mounts or leaves running is gone
   * when it ends, also when this process is killed. Needs root.
   */
  readonly contained?: boolean;
}

const LAST_LINES = 20;
const LAST_BYTES = 8192;

/** A command that could not be started, failed, or was ended by a signal. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly command: readonly string[];
  /** Everything that is still known of its output. */
  readonly lastLines: string;

  constructor(command: readonly string[], ending: string, lastLines: string, log: string | undefined) {
    const where = log === undefined ? '' : `\n(whole output: ${log})`;
    super(`command ${ending}: ${shellText(command)}\n${lastLines}${where}`);
    this.command = command;
    this.lastLines = lastLines;
  }
}

/**
 * Runs a command to its end.
 *
 * Guarantees: the command is ended when this process dies, however it dies (Linux).
 * Fails: with `CommandError` unless the exit code is 0.
 */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<void> {
  await execute(command, options, ['stdout', 'stderr']);
}

/** Runs a command to its end and answers with its standard output; the rest is as in `run`. */
export async function capture(command: readonly string[], options: RunOptions = {}): Promise<string> {
  return await execute(command, options, ['stderr']);
}

/** The command as one could paste it into a shell. */
export function shellText(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

async function execute(
  command: readonly string[],
  options: RunOptions,
  logged: readonly ('stdout' | 'stderr')[],
): Promise<string> {
  const [program, ...words] = outlivedByNothing(command, options.contained ?? false);
  if (program === undefined) throw new Error('cannot run a command without words');
  const log = await openLog(command, options.log);
  // Nothing may be awaited from here until all listeners are there: a quick command ends at once.
  const child = spawn(program, words, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    signal: options.signal,
    killSignal: options.contained === true ? 'SIGKILL' : 'SIGTERM',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that ends without reading its input is judged by its exit code alone.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  let output = '';
  if (!logged.includes('stdout')) {
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  let last = '';
  for (const name of logged) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      log?.write(text);
      last = (last + text).slice(-LAST_BYTES);
    });
  }
  const ending = await endOf(child);
  if (log !== undefined) await finished(log.end());
  if (ending === undefined) return output;
  const lastLines = (last + output).trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  throw new CommandError(command, ending, lastLines, options.log);
}

/** Wraps the command so that the kernel ends it together with this process. */
function outlivedByNothing(command: readonly string[], contained: boolean): readonly string[] {
  if (process.platform !== 'linux') return command;
  if (!contained) return ['setpriv', '--pdeathsig', 'TERM', '--', ...command];
  // SIGKILL, since unshare may hold back SIGTERM; with it go all processes of the namespace.
  const contain = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];
  return ['setpriv', '--pdeathsig', 'KILL', '--', ...contain, ...command];
}

async function openLog(
  command: readonly string[],
  path: string | undefined,
): Promise<ReturnType<typeof createWriteStream> | undefined> {
  if (path === undefined) return undefined;
  await mkdir(dirname(path), { recursive: true });
  const log = createWriteStream(path, { flags: 'a' });
  log.write(`$ ${shellText(command)}\n`);
  return log;
}

/** Undefined after success, otherwise how it ended. */
async function endOf(child: ChildProcess): Promise<string | undefined> {
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be run (${error.message})`));
    child.on('close', (code, signal) => {
      if (signal !== null) resolve(`was ended by ${signal}`);
      else resolve(code === 0 ? undefined : `failed with exit code ${code}`);
    });
  });
}
