/** Runs a program on this process's own terminal, as a shell would. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface ForegroundOptions {
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the program when it aborts. */
  readonly signal?: AbortSignal;
}

/** The signals by which people and CI systems ask a program to end. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the command and answers with its exit code; 128 + the number of the signal if one ended it, as shells do.
 *
 * Guarantees: the command is asked to end when this process is (END_SIGNALS), and ends when this process is killed.
 */
export async function runInForeground(
  command: readonly string[],
  { env, signal }: ForegroundOptions,
): Promise<number> {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', ...command], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  // Ctrl-C on a terminal reaches the child by itself; it is asked twice then, which is harmless.
  const passOn = (name: NodeJS.Signals): void => void child.kill(name);
  const end = (): void => void child.kill('SIGTERM');
  for (const name of END_SIGNALS) process.on(name, passOn);
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])));
    });
  } finally {
    for (const name of END_SIGNALS) process.off(name, passOn);
    signal?.removeEventListener('abort', end);
  }
}
