import type { KubernetesObject, Stored } from '../manifest/object-meta.ts';
import { ApiError, fromAnswer } from './api-error.ts';
import type { WatchEvent } from './api-server.ts';

/**
 * The events in the bytes of a watch, one JSON document per line, wherever the network cut them.
 *
 * Fails: at an ERROR line, with what the server says in it (410 for a resource version that is gone); at a line that
 * is not an event.
 */
export async function* watchEvents<T extends KubernetesObject>(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  for await (const line of lines(chunks)) yield parseWatchLine<T>(line);
}

/** Complete lines; what comes after the last line end was cut off and is dropped. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n');
    const last = more.pop();
    if (last === undefined) {
      rest += first;
      continue;
    }
    yield rest + first;
    yield* more;
    rest = last;
  }
}

/** A bookmark's object is empty but for its version, and an ERROR's object is a `Status`. */
function parseWatchLine<T extends KubernetesObject>(line: string): WatchEvent<T> {
  const { type, object } = parseJson(line);
  if (type === 'ERROR') throw fromAnswer({ code: 0, body: object });
  if (!isStored<T>(object)) throw notAnEvent(line);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object };
    case 'BOOKMARK':
      return { type, resourceVersion: object.metadata.resourceVersion };
    default:
      throw notAnEvent(line);
  }
}

/** A proxy in between may break off in the middle, or write a page of its own. */
function parseJson(line: string): { readonly type?: unknown; readonly object?: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    throw notAnEvent(line, cause);
  }
}

/** As far as every object has to be known, to be kept and to be watched from. */
function isStored<T extends KubernetesObject>(object: unknown): object is Stored<T> {
  const { metadata } = (object ?? {}) as { readonly metadata?: Partial<Stored<T>['metadata']> | null };
  return typeof metadata?.resourceVersion === 'string';
}

const notAnEvent = (line: string, cause?: unknown): ApiError =>
  new ApiError({ reason: 'Other', code: 0, message: `not a watch event: ${line.slice(0, 200)}` }, cause);
