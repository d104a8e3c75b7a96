import { unreachable } from '../unreachable.ts';
import type { ApiError } from './api-error.ts';
import { backoffMs, type Backoff } from './backoff.ts';

/** Where a list-and-watch stands. `failures` counts what went wrong since something last arrived. */
export type WatchState =
  /** Nothing is known yet. */
  | { readonly kind: 'empty'; readonly failures: number }
  | { readonly kind: 'listing'; readonly failures: number }
  /** Everything up to `resourceVersion` is known, and a watch tells what follows. */
  | { readonly kind: 'watching'; readonly failures: number; readonly resourceVersion: string }
  /** Waiting, then going on from `resourceVersion`, or with a new list where there is none. */
  | { readonly kind: 'resting'; readonly failures: number; readonly resourceVersion: string | undefined };

/** What can happen to it. */
export type WatchHappening =
  | { readonly kind: 'started' }
  /** The list is complete. */
  | { readonly kind: 'listed'; readonly resourceVersion: string }
  /** The server ended the watch properly. */
  | { readonly kind: 'closed'; readonly lastedMs: number }
  /** Not even a bookmark arrived for too long: the connection is probably dead. */
  | { readonly kind: 'fell-silent' }
  | { readonly kind: 'failed'; readonly error: ApiError }
  | { readonly kind: 'rested' };

/** What to do next, and why; it ends with the next happening. */
export type WatchAction =
  | { readonly kind: 'list'; readonly because: string }
  | { readonly kind: 'watch'; readonly resourceVersion: string; readonly because: string }
  | { readonly kind: 'rest'; readonly delayMs: number; readonly because: string };

export interface WatchStep {
  readonly state: WatchState;
  readonly action: WatchAction;
}

export const EMPTY: WatchState = { kind: 'empty', failures: 0 };

/** About what the whole world's Kubernetes clients do, so that an API server that comes back is not run down. */
const BACKOFF: Backoff = { baseMs: 1_000, maxMs: 30_000 };

/** A watch that ends sooner, with nothing in it, counts as a failure: else it could be opened in a circle. */
const SHORTEST_WATCH_MS = 1_000;

/**
 * One step of list-and-watch: what a happening means in a state.
 *
 * 1. List; then watch from the list's resource version; every event and bookmark moves that version on.
 * 2. A watch that was closed properly goes on at once from where it was.
 * 3. A version that is gone (410), or a resource that is (404), leads back to the list.
 * 4. Silence leads to a new watch from the same version at once: whether the connection was dead or there was nothing
 *    to tell, the new watch finds out.
 * 5. Any other failure leads to the same place again, after a rest that doubles from failure to failure, and never
 *    before the server's `Retry-After` is over. The first 410 costs no rest.
 *
 * Guarantees: never ends by itself; between two attempts that brought nothing there is always a rest.
 *
 * @param jitter from 0 up to 1; spreads the rests
 */
export function watchStep(state: WatchState, happening: WatchHappening, jitter: number): WatchStep {
  switch (happening.kind) {
    case 'started':
      return list(0, 'nothing is known yet');
    case 'listed':
      return watch(state.failures, happening.resourceVersion, 'the list is complete');
    case 'closed':
      return afterClose(state, happening.lastedMs, jitter);
    case 'fell-silent':
      return goOn(state.failures, resumePoint(state), 'nothing arrived for too long');
    case 'failed':
      return afterError(state, happening.error, jitter);
    case 'rested':
      return goOn(state.failures, resumePoint(state), 'rested');
    default:
      return unreachable(happening);
  }
}

/** Where it stands once an event or a bookmark arrived: all that went wrong before is forgotten. */
export function advancedTo(resourceVersion: string): WatchState {
  return watching(0, resourceVersion);
}

function afterClose(state: WatchState, lastedMs: number, jitter: number): WatchStep {
  const because = 'the server closed the watch';
  if (lastedMs < SHORTEST_WATCH_MS) return afterFailure(state, { because }, jitter);
  return goOn(state.failures, resumePoint(state), because);
}

function afterError(state: WatchState, error: ApiError, jitter: number): WatchStep {
  const because = `${error.reason}: ${error.message}`;
  const atLeastMs = 1000 * (error.retryAfterSeconds ?? 0);
  switch (error.reason) {
    case 'Gone':
      return afterFailure(
        { kind: 'empty', failures: state.failures },
        { because, soon: true, atLeastMs },
        jitter,
      );
    case 'NotFound':
      return afterFailure({ kind: 'empty', failures: state.failures }, { because, atLeastMs }, jitter);
    default:
      return afterFailure(state, { because, atLeastMs }, jitter);
  }
}

interface Failure {
  readonly because: string;
  /** Whether a first failure of this kind is no reason to wait. */
  readonly soon?: boolean;
  readonly atLeastMs?: number;
}

function afterFailure(state: WatchState, failure: Failure, jitter: number): WatchStep {
  const { because, soon = false, atLeastMs = 0 } = failure;
  const failures = state.failures + 1;
  const resourceVersion = resumePoint(state);
  const ownMs = soon && failures === 1 ? 0 : backoffMs(BACKOFF, failures, jitter);
  const delayMs = Math.max(ownMs, atLeastMs);
  if (delayMs === 0) return goOn(failures, resourceVersion, because);
  return {
    state: { kind: 'resting', failures, resourceVersion },
    action: { kind: 'rest', delayMs, because },
  };
}

/** Where the state can be resumed without a new list. */
function resumePoint(state: WatchState): string | undefined {
  switch (state.kind) {
    case 'empty':
    case 'listing':
      return undefined;
    case 'watching':
    case 'resting':
      return state.resourceVersion;
    default:
      return unreachable(state);
  }
}

function goOn(failures: number, resourceVersion: string | undefined, because: string): WatchStep {
  return resourceVersion === undefined ? list(failures, because) : watch(failures, resourceVersion, because);
}

function list(failures: number, because: string): WatchStep {
  return { state: { kind: 'listing', failures }, action: { kind: 'list', because } };
}

function watch(failures: number, resourceVersion: string, because: string): WatchStep {
  return { state: watching(failures, resourceVersion), action: { kind: 'watch', resourceVersion, because } };
}

function watching(failures: number, resourceVersion: string): WatchState {
  return { kind: 'watching', failures, resourceVersion };
}
