/** A program that a benchmark runs beside itself, in the cluster's network. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface ProgramDescription {
  readonly name: string;
  readonly command: readonly string[];
}

export interface Program {
  /** Seconds of processor time it has taken so far. */
  cpuSeconds(): Promise<number>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Clock ticks of `/proc/PID/stat` per second: the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * Starts the program; its output is appended to `log`. `onFailure` is told when it ends unasked.
 *
 * Guarantees: it is ended when this process ends, however that is.
 */
export function startProgram(
  { name, command }: ProgramDescription,
  log: string,
  onFailure: (error: Error) => void,
): Program {
  const output = openSync(log, 'a');
  const words = ['--pdeathsig', 'TERM', '--', ...command];
  const child = spawn('setpriv', words, { stdio: ['ignore', output, output] });
  closeSync(output);
  let isWanted = true;
  child.on('error', (cause) => onFailure(new Error(`${name} could not be started`, { cause })));
  child.on('exit', (code, signal) => {
    if (isWanted)
      onFailure(new Error(`${name} ended with ${signal ?? `exit code ${code}`}; its log is ${log}`));
  });
  return {
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    stop: async () => {
      isWanted = false;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Its user and system time: the 14th and 15th field of proc(5), counted after the name in brackets, the second. */
async function cpuSecondsOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
