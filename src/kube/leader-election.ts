import { sleep, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { NamespacedName, Stored } from '../manifest/object-meta.ts';
import { unreachable } from '../unreachable.ts';
import { fromUnknown, isApiError } from './api-error.ts';
import type { ApiServer } from './api-server.ts';
import {
  decideLease,
  LEASES,
  releasedLease,
  type LeaseDecision,
  type LeaseManifest,
  type LeaseMemory,
} from './lease.ts';

/** Which lease to lead by, and how patient to be. */
export interface LeaderElectionSettings {
  readonly lease: NamespacedName;
  /** Unique to this process: the pod's name and uid. */
  readonly identity: string;
  /** How long the others leave an unrenewed lease alone. @default 15 s */
  readonly durationMs?: number;
  /** How long we lead without a successful renewal; the rest of the duration is for stopping. @default 10 s */
  readonly renewDeadlineMs?: number;
  /** Between two attempts to take or to renew the lease. @default 2 s */
  readonly retryMs?: number;
}

/** What a leader election needs of the world. */
export interface LeaderElectionWorld {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Called whenever the API server has said whose the lease is. */
  readonly onAnswered?: () => void;
}

const DURATION_MS = 15_000;
const RENEW_DEADLINE_MS = 10_000;
const RETRY_MS = 2_000;

/** Whether the lease is ours, as far as the last attempt could tell. */
type Standing = 'ours' | 'not-ours' | 'unknown';

/**
 * Leads while it holds a Lease.
 *
 * Guarantees: of all processes with the same lease at most one leads at a time, as long as clocks run at about the
 * same speed and whoever leads stops within `durationMs − renewDeadlineMs` of being told to. A leader that stops in
 * order frees the lease, so that the next one need not wait.
 */
export class LeaderElection {
  readonly #settings: Required<LeaderElectionSettings>;
  readonly #world: LeaderElectionWorld;
  /** Of another's record, as `decideLease` wants it back. */
  #memory: LeaseMemory | undefined;
  /** The lease as we wrote it last; undefined where we don't hold it, or aren't sure. */
  #held: Stored<LeaseManifest> | undefined;
  /** When the last successful renewal was sent, not when it was answered. */
  #renewedAtMs = 0;

  constructor(settings: LeaderElectionSettings, world: LeaderElectionWorld) {
    const defaults = { durationMs: DURATION_MS, renewDeadlineMs: RENEW_DEADLINE_MS, retryMs: RETRY_MS };
    this.#settings = { ...defaults, ...settings };
    this.#world = world;
  }

  /**
   * Calls `onLeading` each time this process becomes the leader; its signal aborts when leadership is lost, or when
   * `signal` does. Settles after `signal` aborted, or after `onLeading` ended by itself, and the lease was freed.
   *
   * Fails: only with what `onLeading` fails with.
   */
  async lead(signal: AbortSignal, onLeading: (leading: AbortSignal) => Promise<void>): Promise<void> {
    while (await this.#acquire(signal)) {
      if ((await this.#reign(signal, onLeading)) === 'ended') return;
    }
  }

  /** Tries until the lease is ours, or `signal` aborts: then it is nobody's, even if we got it just now. */
  async #acquire(signal: AbortSignal): Promise<boolean> {
    const { clock, random } = this.#world;
    while (!signal.aborted && (await this.#attempt()) !== 'ours') {
      await sleep(clock, this.#settings.retryMs * (1 + random() / 5), signal);
    }
    if (signal.aborted) await this.#release();
    return !signal.aborted;
  }

  /** Leads until the work ends by itself, or has ended because leadership was lost or `signal` aborted. */
  async #reign(
    signal: AbortSignal,
    onLeading: (leading: AbortSignal) => Promise<void>,
  ): Promise<'lost' | 'ended'> {
    const { log } = this.#world;
    const lost = new AbortController();
    const ended = new AbortController();
    log.info(this.#about(), 'leadership began');
    const renewing = this.#renew(lost, ended.signal);
    try {
      await onLeading(AbortSignal.any([signal, lost.signal]));
    } finally {
      ended.abort();
      await renewing;
      if (!lost.signal.aborted) await this.#release();
      log.info({ ...this.#about(), lost: lost.signal.aborted }, 'leadership ended');
    }
    return lost.signal.aborted ? 'lost' : 'ended';
  }

  /** Renews until `ended`; aborts `lost` at the deadline even while a renewal is still unanswered. Never rejects. */
  async #renew(lost: AbortController, ended: AbortSignal): Promise<void> {
    const { clock } = this.#world;
    const stop = AbortSignal.any([lost.signal, ended]);
    const armDeadline = (): (() => void) => {
      const leftMs = this.#renewedAtMs + this.#settings.renewDeadlineMs - clock.now();
      return clock.after(leftMs, () => lost.abort());
    };
    let disarm = armDeadline();
    while (!stop.aborted) {
      await sleep(clock, this.#settings.retryMs, stop);
      if (stop.aborted) break;
      const standing = await this.#attempt();
      if (standing === 'not-ours') lost.abort();
      disarm();
      disarm = armDeadline();
    }
    disarm();
  }

  /** Looks at the lease, decides, acts. While we hold it, what we wrote last is looked at. Never rejects. */
  async #attempt(): Promise<Standing> {
    const { api, clock, log } = this.#world;
    const { lease, identity, durationMs } = this.#settings;
    const candidate = { lease, identity, durationSeconds: Math.ceil(durationMs / 1000) };
    try {
      const seen = this.#held ?? (await api.get(LEASES, lease));
      const sentAtMs = clock.now();
      const standing = await this.#perform(decideLease(seen, candidate, this.#memory, sentAtMs));
      this.#world.onAnswered?.();
      if (standing === 'ours') this.#renewedAtMs = sentAtMs;
      return standing;
    } catch (caught) {
      this.#held = undefined;
      const error = fromUnknown(caught);
      // Somebody was quicker. Whether that makes him the leader is for the next look to say.
      if (isApiError(error, 'Conflict') || isApiError(error, 'AlreadyExists')) return 'unknown';
      log.warn({ ...this.#about(), err: error }, 'the lease was not renewed');
      return 'unknown';
    }
  }

  /** Carries out the decision. A lease that was written is ours: the precondition saw to that. */
  async #perform(decision: LeaseDecision): Promise<Standing> {
    const { api } = this.#world;
    switch (decision.kind) {
      case 'create':
        this.#held = await api.create(LEASES, decision.lease);
        return 'ours';
      case 'replace':
        this.#held = await api.replace(LEASES, decision.lease);
        return 'ours';
      case 'wait':
        this.#memory = decision.memory;
        return 'not-ours';
      default:
        return unreachable(decision);
    }
  }

  /** Best effort: where it fails, the lease runs out by itself. */
  async #release(): Promise<void> {
    const { api, clock, log } = this.#world;
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return;
    try {
      await api.replace(LEASES, releasedLease(held, clock.now()));
    } catch (caught) {
      log.warn({ ...this.#about(), err: fromUnknown(caught) }, 'the lease was not freed');
    }
  }

  #about(): { readonly lease: string; readonly identity: string } {
    return { lease: this.#settings.lease.name, identity: this.#settings.identity };
  }
}
