import { ApiError } from '../../../src/kube/api-error.ts';
import type { ApiServer, ListPage, ListQuery, WatchEvent, WatchQuery } from '../../../src/kube/api-server.ts';
import type { KubernetesObject, Resource } from '../../../src/manifest/object-meta.ts';

/** One open watch: the test says what comes through it. */
export interface OpenWatch {
  readonly query: WatchQuery;
  readonly signal: AbortSignal;
  send(event: WatchEvent<KubernetesObject>): void;
  close(): void;
  fail(error: ApiError): void;
}

type Pages = readonly ListPage<KubernetesObject>[];

/** Answers lists from a script, the last one for ever, and leaves watches open until the test or the signal ends them. */
export class ScriptedApiServer implements Pick<ApiServer, 'list' | 'watch'> {
  readonly listed: ListQuery[] = [];
  readonly watches: OpenWatch[] = [];
  readonly #answers: (Pages | ApiError)[];

  constructor(...answers: (Pages | ApiError)[]) {
    this.#answers = answers;
  }

  async *list<T extends KubernetesObject>(_: Resource<T>, query: ListQuery): AsyncIterable<ListPage<T>> {
    this.listed.push(query);
    const answer = (this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0]) ?? [];
    if (answer instanceof ApiError) throw answer;
    yield* answer as readonly ListPage<T>[];
  }

  watch<T extends KubernetesObject>(
    _: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      const send = onEvent;
      this.watches.push({ query, signal, send, close: resolve, fail: reject });
    });
  }
}
