/** One watch, as an API server serves it. */
import type { Clock } from '../../../src/clock.ts';
import type { WatchEvent, WatchQuery } from '../../../src/kube/api-server.ts';
import type { KubernetesObject } from '../../../src/manifest/object-meta.ts';
import type { AnyObject, Happening, ObjectHistory } from './object-history.ts';
import { selects } from './selection.ts';

type Event = WatchEvent<KubernetesObject>;

/** What the watch is about. */
export interface WatchedObjects {
  readonly history: ObjectHistory;
  readonly clock: Clock;
  readonly plural: string;
  readonly query: WatchQuery;
}

const NOTHING = (): void => {};

const BOOKMARK_EVERY_MS = 60_000;

/**
 * Tells what has happened since `query.resourceVersion`, then what happens, and a bookmark now and then, until `signal`
 * aborts or the time is over.
 *
 * Guarantees: an object that comes into the selection is told as added, one that leaves it as deleted.
 * Fails: with `Gone` where the version is too old.
 */
export async function serveWatch(
  { history, clock, plural, query }: WatchedObjects,
  onEvent: (event: Event) => void,
  signal: AbortSignal,
): Promise<void> {
  const selected = selects(query);
  const tell = (happening: Happening): void => {
    if (happening.plural !== plural) return;
    const event = eventOf(happening, selected);
    if (event !== undefined) onEvent(event);
  };
  for (const happening of history.since(Number(query.resourceVersion))) tell(happening);
  if (signal.aborted) return;
  const stopListening = history.listen(tell);
  let stopBookmarks = NOTHING;
  const bookmark = (): void => {
    stopBookmarks = clock.after(BOOKMARK_EVERY_MS, () => {
      onEvent({ type: 'BOOKMARK', resourceVersion: String(history.version) });
      bookmark();
    });
  };
  bookmark();
  await over(query, clock, signal);
  stopBookmarks();
  stopListening();
}

function eventOf(
  { before, after, version }: Happening,
  selected: (object: AnyObject) => boolean,
): Event | undefined {
  const was = before !== undefined && selected(before);
  const is = after !== undefined && selected(after);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: after };
  if (!was) return undefined;
  // The last state, under the version of its leaving.
  const last = after ?? before;
  return {
    type: 'DELETED',
    object: { ...last, metadata: { ...last.metadata, resourceVersion: String(version) } },
  };
}

/** Settles when nobody listens any more, or the server ends the watch as it was told to. */
function over({ timeoutSeconds }: WatchQuery, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timeoutSeconds === undefined ? NOTHING : clock.after(1_000 * timeoutSeconds, resolve);
    const stop = (): void => {
      cancel();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
