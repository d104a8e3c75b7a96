import type { Clock, NextLook } from '../clock.ts';
import type { Log } from '../log.ts';
import { OperatorError, type Retry } from '../operator-error.ts';
import { unreachable } from '../unreachable.ts';
import { aborted } from './aborted.ts';
import { ApiError } from './api-error.ts';
import { backoffMs, type Backoff } from './backoff.ts';
import { DueKeys } from './due-keys.ts';
import type { Watchdog } from './watchdog.ts';

/** What a queue does with its keys, and how many at a time. */
export interface WorkQueueOptions {
  /** Looks at everything behind the key and does what is due; safe to repeat. */
  readonly work: (key: string, signal: AbortSignal) => Promise<NextLook>;
  /** Keys worked on at the same time. @default 8 */
  readonly workers?: number;
  /** Whether others have to let the key go first, asked when it becomes due. @default none is urgent */
  readonly isUrgent?: (key: string) => boolean;
  /** @default from 0.5 s up to 60 s */
  readonly backoff?: Backoff;
  readonly observer?: WorkQueueObserver;
}

/** What a queue needs of the world. */
export interface WorkQueueWorld {
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Is told of each look. */
  readonly watchdog?: Pick<Watchdog, 'begin'>;
}

/** Sees how the queue fares, for metrics; each method returns at once. */
export interface WorkQueueObserver {
  /** Keys that wait for a worker. */
  depthChanged(depth: number): void;
  /** A key got its worker, `waitedMs` after it became due. */
  started(waitedMs: number): void;
  /** A worker was done with a key. */
  ended(outcome: 'looked' | 'failed', lastedMs: number): void;
}

/** Work mostly waits for the API server. */
const WORKERS = 8;
/** A look waits for requests, each of which has a deadline; thousands of pods that are refused take minutes. */
const LONGEST_LOOK_MS = 1_800_000;
const BACKOFF: Backoff = { baseMs: 500, maxMs: 60_000 };

/** How a key has fared since it last succeeded. */
interface Failures {
  /** In a row. */
  readonly count: number;
  /** No change brings the next attempt before this. */
  readonly restUntilMs: number;
}

/** A later look. */
interface Alarm {
  readonly atMs: number;
  readonly cancel: () => void;
}

/**
 * Keys that need a look, each of them once, worked off by a few workers: urgent ones first, else in the order they came.
 *
 * Guarantees: a key is never worked on twice at once; a key added while it is worked on is worked on again afterwards;
 * a key whose work fails comes back after a rest that doubles from failure to failure, holds up no other key, and is
 * not hurried by changes to more than one attempt per shortest rest; success forgets the failures.
 * Assumes: the work looks at the world, not at who asked for it, so looks may be merged.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #world: WorkQueueWorld;
  readonly #backoff: Backoff;
  readonly #due = new DueKeys();
  /** Keys that become due at a time, at most one time each. */
  readonly #later = new Map<string, Alarm>();
  /** Keys whose last look failed. */
  readonly #failures = new Map<string, Failures>();
  /** Keys that are worked on, with the promise that settles when that is over. */
  readonly #working = new Map<string, Promise<void>>();
  /** Keys that became due while they were worked on. */
  readonly #again = new Set<string>();
  /** Of `run`; undefined before it. */
  #signal: AbortSignal | undefined;

  constructor(options: WorkQueueOptions, world: WorkQueueWorld) {
    this.#options = options;
    this.#world = world;
    this.#backoff = options.backoff ?? BACKOFF;
  }

  /** Has the key looked at as soon as a worker is free; one that failed just now, once its shortest rest is over. */
  add(key: string): void {
    const restMs = (this.#failures.get(key)?.restUntilMs ?? 0) - this.#world.clock.now();
    if (restMs > 0) this.addAfter(key, restMs);
    else if (this.#working.has(key)) this.#again.add(key);
    else this.#makeDue(key);
  }

  /** Has the key looked at `delayMs` from now. Of several such wishes the earliest counts. */
  addAfter(key: string, delayMs: number): void {
    const { clock } = this.#world;
    const atMs = clock.now() + delayMs;
    const known = this.#later.get(key);
    if (known !== undefined && known.atMs <= atMs) return;
    known?.cancel();
    const wake = (): void => {
      this.#later.delete(key);
      if (this.#working.has(key)) this.#again.add(key);
      else this.#makeDue(key);
    };
    this.#later.set(key, { atMs, cancel: clock.after(delayMs, wake) });
  }

  /** Works until `signal` aborts; settles when the last worker has ended. Keys added before it runs wait for it. */
  async run(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    this.#startWorkers();
    await aborted(signal);
    for (const alarm of this.#later.values()) alarm.cancel();
    this.#later.clear();
    await Promise.all(this.#working.values());
  }

  #makeDue(key: string): void {
    const urgent = this.#options.isUrgent?.(key) ?? false;
    if (!this.#due.add(key, this.#world.clock.now(), urgent)) return;
    this.#options.observer?.depthChanged(this.#due.size);
    this.#startWorkers();
  }

  /** Gives due keys to free workers. Called whenever there may be more of either. */
  #startWorkers(): void {
    const workers = this.#options.workers ?? WORKERS;
    while (this.#signal?.aborted === false && this.#working.size < workers) {
      const next = this.#due.take();
      if (next === undefined) return;
      this.#options.observer?.depthChanged(this.#due.size);
      this.#options.observer?.started(this.#world.clock.now() - next.dueAtMs);
      this.#working.set(next.key, this.#workOn(next.key, this.#signal));
    }
  }

  /** Never rejects. */
  async #workOn(key: string, signal: AbortSignal): Promise<void> {
    const startedAtMs = this.#world.clock.now();
    this.#forgetAlarm(key);
    const done = this.#world.watchdog?.begin(`work on ${key}`, LONGEST_LOOK_MS);
    const outcome = await this.#attempt(key, signal);
    done?.();
    this.#working.delete(key);
    this.#options.observer?.ended(outcome, this.#world.clock.now() - startedAtMs);
    if (signal.aborted) return;
    if (this.#again.delete(key)) this.add(key);
    this.#startWorkers();
  }

  async #attempt(key: string, signal: AbortSignal): Promise<'looked' | 'failed'> {
    try {
      // The work begins in a turn of its own, so that whoever adds a key never runs it.
      await Promise.resolve();
      const next = await this.#options.work(key, signal);
      this.#failures.delete(key);
      if (next.kind === 'after' && !signal.aborted) this.addAfter(key, next.delayMs);
      return 'looked';
    } catch (caught) {
      if (!signal.aborted) this.#takeFailure(key, caught);
      return 'failed';
    }
  }

  /** What the user has to change comes back by the change he makes; all else comes back by itself. */
  #takeFailure(key: string, caught: unknown): void {
    const retry = retryOf(caught);
    switch (retry) {
      case 'backoff':
        return this.#backOff(key, caught);
      case 'on-spec-change':
      case 'never':
        this.#failures.delete(key);
        return this.#world.log.warn({ key, retry, err: caught }, 'work on a key was given up');
      default:
        return unreachable(retry);
    }
  }

  #backOff(key: string, caught: unknown): void {
    const { clock, log, random } = this.#world;
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    const askedMs = askedDelayMs(caught);
    const delayMs = Math.max(askedMs, backoffMs(this.#backoff, count, random()));
    this.#failures.set(key, {
      count,
      restUntilMs: clock.now() + Math.max(askedMs, this.#backoff.baseMs / 2),
    });
    this.addAfter(key, delayMs);
    log.warn({ key, failures: count, delayMs, err: caught }, 'work on a key failed');
  }

  /** The look that begins now is the one it was set for; the work says when it wants the next one. */
  #forgetAlarm(key: string): void {
    this.#later.get(key)?.cancel();
    this.#later.delete(key);
  }
}

/** Errors without a catalogue entry, the API server's among them, may be gone the next time. */
function retryOf(caught: unknown): Retry {
  return caught instanceof OperatorError ? caught.retry : 'backoff';
}

/** How long the API server asked us to stay away, also where its error is the cause of another. */
function askedDelayMs(caught: unknown): number {
  if (caught instanceof ApiError) return 1000 * (caught.retryAfterSeconds ?? 0);
  return caught instanceof Error && caught.cause !== undefined ? askedDelayMs(caught.cause) : 0;
}
