/** Says what is being done and how long it took: a live line on a terminal, plain lines elsewhere. */

export interface Progress {
  /** Says `what` while `work` runs, and how long it took when it has ended. Steps may lie in and beside each other. */
  step<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** One line. */
  say(text: string): void;
}

/** The part of a stream that is written to, so that tests can hand in their own. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

interface Step {
  readonly what: string;
  readonly startedMs: number;
  saidMs: number;
}

const LIVE_PERIOD_MS = 250;
/** A step that takes longer than this is announced before it has ended, and again after each `REMIND_MS`. */
const ANNOUNCE_MS = 2000;
const REMIND_MS = 20_000;

/** Progress on a stream, by default standard error, so that standard output stays free for results. */
export function reportProgress(output: ProgressOutput = process.stderr): Progress {
  return output.isTTY === true ? new LiveProgress(output) : new PlainProgress(output);
}

/** Progress that nobody wants to see. */
export const silentProgress: Progress = {
  step: async (_what, work) => await work(),
  say: () => undefined,
};

/** `850 ms`, `12.3 s`, `7 min 40 s`. */
export function durationText(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const seconds = durationMs / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}

abstract class TimedProgress implements Progress {
  protected readonly output: ProgressOutput;
  protected readonly running = new Set<Step>();
  private timer: NodeJS.Timeout | undefined;

  constructor(output: ProgressOutput) {
    this.output = output;
  }

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const step: Step = { what, startedMs: Date.now(), saidMs: Date.now() };
    this.running.add(step);
    this.timer ??= setInterval(() => this.tick(Date.now()), LIVE_PERIOD_MS).unref();
    this.tick(Date.now());
    try {
      const result = await work();
      this.end(step, '');
      return result;
    } catch (error) {
      this.end(step, ' (failed)');
      throw error;
    }
  }

  abstract say(text: string): void;
  protected abstract tick(nowMs: number): void;

  private end(step: Step, how: string): void {
    this.running.delete(step);
    this.say(`${step.what}: ${durationText(Date.now() - step.startedMs)}${how}`);
    if (this.running.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

class PlainProgress extends TimedProgress {
  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  protected tick(nowMs: number): void {
    for (const step of this.running) {
      const announced = step.saidMs > step.startedMs;
      if (nowMs - step.saidMs < (announced ? REMIND_MS : ANNOUNCE_MS)) continue;
      step.saidMs = nowMs;
      this.say(announced ? `${step.what} … ${durationText(nowMs - step.startedMs)}` : `${step.what} …`);
    }
  }
}

class LiveProgress extends TimedProgress {
  say(text: string): void {
    this.output.write(`\r\u001B[K${text}\n`);
    this.tick(Date.now());
  }

  protected tick(nowMs: number): void {
    const step = [...this.running].at(-1);
    if (step === undefined) return;
    const line = `${step.what} … ${Math.floor((nowMs - step.startedMs) / 1000)} s`;
    this.output.write(`\r\u001B[K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
  }
}
