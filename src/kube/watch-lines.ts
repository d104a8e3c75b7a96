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

/** One line as the API server writes it. */
interface WatchLine<T extends KubernetesObject> {
  readonly type: string;
  readonly object: Stored<T>;
}

/** A bookmark's object is empty but for its version, and an ERROR's object is a `Status`. */
function parseWatchLine<T extends KubernetesObject>(line: string): WatchEvent<T> {
  const { type, object }: WatchLine<T> = JSON.parse(line);
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object };
    case 'BOOKMARK':
      return { type, resourceVersion: object.metadata.resourceVersion };
    case 'ERROR':
      throw fromAnswer({ code: 0, body: object });
    default:
      throw new ApiError({ reason: 'Other', code: 0, message: `unknown watch event type "${type}"` });
  }
}
