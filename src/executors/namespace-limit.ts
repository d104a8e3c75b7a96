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

/** One that has not asked for so long needs none any more. */
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
  /** By namespace: when each that waits asked last, those first that wait longest. */
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
    const line = this.#lineOf(namespace, nowMs);
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

  /** The application is looked after no more. */
  forget(namespace: string, application: string): void {
    this.#lines.get(namespace)?.delete(application);
  }

  /** Applications that wait for places. */
  get waiting(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.size, 0);
  }

  /** Without those that have given up. */
  #lineOf(namespace: string, nowMs: number): Map<string, number> {
    const line = this.#lines.get(namespace) ?? new Map<string, number>();
    this.#lines.set(namespace, line);
    for (const [application, askedAtMs] of line) {
      if (nowMs - askedAtMs > GIVES_UP_MS) line.delete(application);
    }
    return line;
  }
}
