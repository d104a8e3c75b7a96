/** One application that asks for places in its namespace. */
export interface PlaceRequest {
  readonly namespace: string;
  /** Key of the application. */
  readonly application: string;
  /** Executors of its next batch. */
  readonly wanted: number;
  /** Executors of the namespace that live or were asked for, its own among them. */
  readonly there: number;
  readonly nowMs: number;
}

/** The places of a namespace, where an application was granted fewer than it wanted. */
export interface PlacesInNamespace {
  readonly granted: number;
  /** Executors that may live in the namespace. */
  readonly most: number;
}

/** How often an application that waits for places asks again. */
export const PLACES_LOOK_MS = 5_000;

/** One that has not asked for longer, although it could have, needs none any more. */
const GIVES_UP_MS = 3 * PLACES_LOOK_MS;

/**
 * Shares the places that a namespace has for executors among its applications.
 *
 * Those that did not get all they asked for wait in line. Whoever asks gets what is free, but for one place for each
 * that waits ahead; who got some and needs more goes to the end of the line. So places that come free go round: an
 * application that waits gets one before any other gets a second one, and none starves another for ever. Nobody loses an
 * executor for it: what runs is left alone until it ends.
 */
export class NamespaceLimit {
  readonly #most: number;
  /** By namespace: when each that waits asked last, or rests until, those first that wait longest. */
  readonly #lines = new Map<string, Map<string, number>>();

  /** @param most live executors of a namespace; infinite where there is no limit */
  constructor(most: number) {
    this.#most = most;
  }

  get isNone(): boolean {
    return this.#most === Number.POSITIVE_INFINITY;
  }

  /** How many executors the application may ask for now; undefined: all it wants. One that wants none leaves the line. */
  grant({ namespace, application, wanted, there, nowMs }: PlaceRequest): PlacesInNamespace | undefined {
    this.#dropGivenUpIn(namespace, nowMs);
    const line = this.#lines.get(namespace) ?? new Map<string, number>();
    this.#lines.set(namespace, line);
    const names = [...line.keys()];
    const ahead = line.has(application) ? names.indexOf(application) : names.length;
    const granted = Math.max(0, Math.min(wanted, this.#most - there - ahead));
    if (granted > 0 || wanted === 0) line.delete(application);
    if (granted < wanted) line.set(application, nowMs);
    if (line.size === 0) this.#lines.delete(namespace);
    return granted < wanted ? { granted, most: this.#most } : undefined;
  }

  /** The application that has waited longest for a place in that namespace, if any does. */
  next(namespace: string): string | undefined {
    return this.#lines.get(namespace)?.keys().next().value;
  }

  /** One that waits has not asked because it rests: it keeps its turn as if it asked at `atMs`, which may be to come. */
  renew(namespace: string, application: string, atMs: number): void {
    const line = this.#lines.get(namespace);
    const askedAtMs = line?.get(application);
    // It stays where it is in the line.
    if (askedAtMs !== undefined) line?.set(application, Math.max(askedAtMs, atMs));
  }

  /** The application is looked after no more. */
  forget(namespace: string, application: string): void {
    const line = this.#lines.get(namespace);
    line?.delete(application);
    if (line?.size === 0) this.#lines.delete(namespace);
  }

  /** Applications that wait for places. */
  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.size, 0);
  }

  /** When the next of them will have given up, unless it asks before; undefined where none waits. */
  get givesUpAtMs(): number | undefined {
    const asked = [...this.#lines.values()].flatMap((line) => [...line.values()]);
    return asked.length === 0 ? undefined : Math.min(...asked) + GIVES_UP_MS + 1;
  }

  /** Takes those out of their lines that have given up; answers the namespaces where there were any. */
  dropGivenUp(nowMs: number): readonly string[] {
    return [...this.#lines.keys()].filter((namespace) => this.#dropGivenUpIn(namespace, nowMs));
  }

  #dropGivenUpIn(namespace: string, nowMs: number): boolean {
    const waiting = [...(this.#lines.get(namespace) ?? [])];
    const gone = waiting.filter(([, askedAtMs]) => nowMs - askedAtMs > GIVES_UP_MS);
    for (const [application] of gone) this.forget(namespace, application);
    return gone.length > 0;
  }
}
