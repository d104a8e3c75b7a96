import { sleep, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { fromUnknown, isApiError } from './api-error.ts';
import type { ApiServer } from './api-server.ts';
import {
  buildEvent,
  EVENTS,
  type EventManifest,
  type EventNote,
  type EventReporter,
  type EventSubject,
} from './event.ts';
import { RecentMap } from './recent-map.ts';
import { takeToken, type TokenBucket } from './token-bucket.ts';

/** What an event recorder needs of the world. */
export interface EventRecorderWorld {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Log;
}

/** As in client-go: 25 at once, then one every five minutes, for each object. */
const LIMITS = { burst: 25, refillMs: 300_000 };

/** Objects and Events that are remembered. */
const REMEMBERED = 4096;

/** Events that wait to be written, about 1 kB each; more are dropped. */
const WAITING = 5000;

/** A pause is so many times as long as the write before it: the busier the API server, the less it gets. */
const PAUSE_PER_WRITE = 3;

/** No pause is longer. */
const LONGEST_PAUSE_MS = 1_000;

/** How long Events are still written once the end was asked for. */
const LAST_WRITES_MS = 5_000;

/**
 * Tells people what happens to an object, by Events they see in `kubectl describe`.
 *
 * Guarantees: recording returns at once and never throws; the same note about the same object is counted in one Event;
 * an object that has more to tell than its allowance is cut short and takes nothing from others; memory is bounded.
 * Fails: never. An Event that cannot be written is logged and forgotten: nothing may depend on it.
 */
export class EventRecorder {
  readonly #reporter: EventReporter;
  readonly #world: EventRecorderWorld;
  /** What each object may still tell, by its uid. */
  readonly #allowances = new RecentMap<TokenBucket>(REMEMBERED);
  /** The count each Event has reached on the server, by its key. */
  readonly #counts = new RecentMap<number>(REMEMBERED);
  /** Events to be written, oldest first; one that is said again before that only grows. */
  readonly #waiting = new Map<string, EventManifest>();
  /** Settles when there is something to do; a new one is made for the next time. */
  #arrival = Promise.withResolvers<void>();

  constructor(reporter: EventReporter, world: EventRecorderWorld) {
    this.#reporter = reporter;
    this.#world = world;
  }

  /** Has the note written soon. */
  record(subject: EventSubject, note: EventNote): void {
    const nowMs = this.#world.clock.now();
    const { taken, bucket } = takeToken(this.#allowances.get(subject.uid), LIMITS, nowMs);
    this.#allowances.set(subject.uid, bucket);
    if (!taken) return this.#drop(subject, note, 'the object has used up its allowance');

    const event = buildEvent(subject, note, this.#reporter, nowMs);
    const key = keyOfEvent(event);
    const earlier = this.#waiting.get(key);
    if (earlier === undefined && this.#waiting.size >= WAITING)
      return this.#drop(subject, note, 'too many wait');
    this.#waiting.set(key, earlier === undefined ? event : again(earlier, 1, event.lastTimestamp));
    this.#arrival.resolve();
  }

  /** Writes what is recorded until `signal` aborts, and then what is left, as far as the API server takes it soon. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#arrival.resolve(), { once: true });
    while (!signal.aborted) {
      await this.#writeAll(signal);
      await this.#arrival.promise;
      this.#arrival = Promise.withResolvers();
    }
    await this.#writeAll(signal, this.#world.clock.now() + LAST_WRITES_MS);
  }

  /** One after another, with pauses: Events must not take the API server's time from work that matters. */
  async #writeAll(signal: AbortSignal, untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    const { clock } = this.#world;
    for (const [key, event] of this.#waiting) {
      const startedMs = clock.now();
      if (startedMs > untilMs) return;
      this.#waiting.delete(key);
      const written = await this.#write(key, event);
      if (!written && signal.aborted) return;
      const pauseMs = Math.min(LONGEST_PAUSE_MS, PAUSE_PER_WRITE * (clock.now() - startedMs));
      if (this.#waiting.size > 0) await sleep(clock, pauseMs, signal);
    }
  }

  /** Answers whether it worked. Never rejects. */
  async #write(key: string, event: EventManifest): Promise<boolean> {
    try {
      this.#counts.set(key, await this.#count(event, this.#counts.get(key)));
      return true;
    } catch (caught) {
      const { reason, involvedObject: about } = event;
      this.#world.log.warn({ reason, about, err: fromUnknown(caught) }, 'an event was not written');
      return false;
    }
  }

  /** Creates the Event, or counts up the one that is there; the count it has then. Events vanish after an hour. */
  async #count(event: EventManifest, known: number | undefined): Promise<number> {
    if (known === undefined) return this.#create(event);
    try {
      return await this.#countUp(event, known);
    } catch (error) {
      if (!isApiError(error, 'NotFound')) throw error;
      return this.#create(event);
    }
  }

  /** An Event of that name was written by an earlier process: it is counted on. */
  async #create(event: EventManifest): Promise<number> {
    try {
      return (await this.#world.api.create(EVENTS, event)).count;
    } catch (error) {
      if (!isApiError(error, 'AlreadyExists')) throw error;
      const existing = await this.#world.api.get(EVENTS, nameOf(event));
      return this.#countUp(event, existing?.count ?? 0);
    }
  }

  /** Repeating it after a lost answer counts once too often: that is all that can go wrong. */
  async #countUp(event: EventManifest, known: number): Promise<number> {
    const { count, lastTimestamp } = again(event, known, event.lastTimestamp);
    return (await this.#world.api.mergePatch(EVENTS, nameOf(event), { count, lastTimestamp })).count;
  }

  #drop(subject: EventSubject, note: EventNote, because: string): void {
    const { namespace, name } = subject;
    this.#world.log.debug({ namespace, name, reason: note.reason, because }, 'an event was dropped');
  }
}

/** The Event, said `times` more often, the last time at `lastTimestamp`. */
function again(event: EventManifest, times: number, lastTimestamp: string): EventManifest {
  return { ...event, count: event.count + times, lastTimestamp };
}

function nameOf(event: EventManifest): { readonly namespace: string; readonly name: string } {
  return { namespace: event.involvedObject.namespace, name: event.metadata.name };
}

function keyOfEvent(event: EventManifest): string {
  return `${event.involvedObject.namespace}/${event.metadata.name}`;
}
