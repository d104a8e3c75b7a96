import type { Clock, NextLook } from '../clock.ts';
import type { ManagedExecutors } from './managed-executors.ts';
import { NamespaceLimit, type PlacesInNamespace } from './namespace-limit.ts';
import type { RoundPlan } from './plan-round.ts';
import { applicationIndex, type WatchSource } from './watch-source.ts';

/** Whose places are shared, and what happens once one may be free. */
export interface NamespacePlacesOptions {
  /** Live executors of a namespace. @default no limit */
  readonly most: number | undefined;
  /** All that are looked after. */
  readonly applications: () => Iterable<ManagedExecutors>;
  readonly watching: Pick<WatchSource, 'liveIn' | 'shownIn'>;
  /** Has the application with that key look again. */
  readonly wake: (application: string) => void;
  /** So many wait for a place from now on. */
  readonly onWaiting: (applications: number) => void;
}

/**
 * The places of all namespaces: counts who takes one, and wakes whoever waits once one may be free. Applications go by
 * their keys.
 *
 * Guarantees: whoever wants to know is told at once how many wait, also when one has given up and nobody asks.
 */
export class NamespacePlaces {
  readonly #options: NamespacePlacesOptions;
  readonly #clock: Clock;
  readonly #limit: NamespaceLimit;
  #cancelAlarm: () => void = () => undefined;

  constructor(options: NamespacePlacesOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#limit = new NamespaceLimit(options.most ?? Number.POSITIVE_INFINITY);
  }

  /** What the namespace leaves of the places that a plan wants; undefined where it leaves all of them. */
  grant(
    application: string,
    { create, memory }: Pick<RoundPlan, 'create' | 'memory'>,
    { of }: ManagedExecutors,
    nowMs: number,
  ): PlacesInNamespace | undefined {
    const { namespace } = of.key;
    const wanted = create.length;
    if (this.#limit.isNone || (wanted === 0 && memory.heldTo !== undefined)) return undefined;
    const { watching } = this.#options;
    const there = wanted === 0 ? 0 : watching.liveIn(namespace, nowMs) + this.#unseenIn(namespace);
    const places = this.#limit.grant({ namespace, application, wanted, there, nowMs });
    this.#lineChanged();
    if (places === undefined) this.wakeNext(namespace);
    return places;
  }

  /** An application that waits and does not ask before that look keeps its turn until then. */
  rests(application: string, { of }: ManagedExecutors, nextLook: NextLook): void {
    if (nextLook.kind === 'on-change') return;
    const untilMs = this.#clock.now() + nextLook.delayMs;
    this.#limit.renew(of.key.namespace, application, untilMs);
    this.#lineChanged();
  }

  /** The application is looked after no more. */
  forget(application: string, { of }: ManagedExecutors): void {
    this.#limit.forget(of.key.namespace, application);
    this.#lineChanged();
    this.wakeNext(of.key.namespace);
  }

  /** A place may have come free: whoever has waited longest for one looks again. */
  wakeNext(namespace: string): void {
    const next = this.#limit.next(namespace);
    if (next !== undefined) this.#options.wake(next);
  }

  /** Tells how many wait, and looks again when the next of them gives up. */
  #lineChanged(): void {
    this.#options.onWaiting(this.#limit.waiting);
    this.#cancelAlarm();
    const atMs = this.#limit.givesUpAtMs;
    if (atMs === undefined) return;
    this.#cancelAlarm = this.#clock.after(atMs - this.#clock.now(), () => this.#dropGivenUp());
  }

  /** Those behind them move up. */
  #dropGivenUp(): void {
    const namespaces = this.#limit.dropGivenUp(this.#clock.now());
    this.#lineChanged();
    for (const namespace of namespaces) this.wakeNext(namespace);
  }

  /** Executors of the namespace that were asked for, or are about to be, and that the watch does not show yet. */
  #unseenIn(namespace: string): number {
    const all = [...this.#options.applications()].filter(({ of }) => of.key.namespace === namespace);
    return all.reduce((sum, { of, memory, planned = memory }) => {
      if (planned.requested.size === 0) return sum;
      const shown = this.#options.watching.shownIn(applicationIndex({ namespace, appId: of.appId }));
      const seen = shown.filter(({ executorId }) => planned.requested.has(executorId)).length;
      return sum + planned.requested.size - seen;
    }, 0);
  }
}
