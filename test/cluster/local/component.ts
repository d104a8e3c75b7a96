/** One long-running program of the cluster: started, watched, started again when it ends unasked. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { scheduler } from 'node:timers/promises';

import { shellText } from './run.ts';
import { waitFor } from './wait-for.ts';

export interface ComponentDescription {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Answers true once others can use it. It may throw for "not yet". */
  isReady(): Promise<boolean>;
  /** Below 0 for what must answer quickly on a busy machine. */
  readonly niceness?: number;
}

/** - `ended`: unasked; it is started again soon, except while the cluster comes up. */
export type ComponentState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'running'; readonly child: ChildProcess }
  | { readonly kind: 'ended'; readonly how: string };

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 5000;
const RESTART_AFTER_MS = 1000;
const LAST_LINES = 20;

export class Component {
  readonly description: ComponentDescription;
  readonly log: string;
  private state: ComponentState = { kind: 'stopped' };
  private restarts = false;

  constructor(description: ComponentDescription, log: string) {
    this.description = description;
    this.log = log;
  }

  get kind(): ComponentState['kind'] {
    return this.state.kind;
  }

  /** Starts the program unless it runs, and waits until it is ready. */
  async start(): Promise<void> {
    await mkdir(dirname(this.log), { recursive: true });
    if (this.state.kind !== 'running') this.spawn();
    await waitFor(`${this.description.name} to be ready`, () => this.look(), { timeoutMs: READY_WITHIN_MS });
    this.failIfEnded(await this.lastLines());
  }

  /** From now on the program is started again whenever it ends unasked. */
  keepRunning(): void {
    this.restarts = true;
    if (this.state.kind === 'ended') this.spawn();
  }

  /** Ends the program with the signal, after a while with SIGKILL, and waits for its end. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.state.kind !== 'running') return;
    const { child } = this.state;
    this.state = { kind: 'stopped' };
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.kill(signal);
    const late = new AbortController();
    const killLate = scheduler
      .wait(STOP_WITHIN_MS, { signal: late.signal })
      .then(() => child.kill('SIGKILL'));
    await ended;
    late.abort();
    await killLate.catch(() => undefined);
  }

  private async look(): Promise<true | undefined> {
    if (this.state.kind === 'ended') return true;
    return (await this.description.isReady()) ? true : undefined;
  }

  private failIfEnded(lastLines: string): void {
    if (this.state.kind !== 'ended') return;
    const { name, command } = this.description;
    throw new Error(`${name} ${this.state.how}: ${shellText(command)}\n${lastLines}\n(log: ${this.log})`);
  }

  private async lastLines(): Promise<string> {
    const text = await readFile(this.log, 'utf8');
    return text.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  }

  private spawn(): void {
    const { command, env, niceness = 0 } = this.description;
    const words = ['nice', '-n', String(niceness), ...command];
    const output = openSync(this.log, 'a');
    const child = spawn('nice', words.slice(1), {
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.state = { kind: 'running', child };
    child.on('error', (error) => this.ended(child, `could not be started: ${error.message}`));
    child.on('exit', (code, signal) => this.ended(child, `ended with ${signal ?? `exit code ${code}`}`));
  }

  private ended(child: ChildProcess, how: string): void {
    if (this.state.kind !== 'running' || this.state.child !== child) return;
    this.state = { kind: 'ended', how };
    if (this.restarts) void this.restartSoon();
  }

  private async restartSoon(): Promise<void> {
    await scheduler.wait(RESTART_AFTER_MS);
    if (this.state.kind === 'ended') this.spawn();
  }
}
