import type { ApiServer } from '../../src/kube/api-server.ts';

const NEVER = new Promise<never>(() => undefined);

/** Methods of `ApiServer` that change something. */
const WRITES: readonly (keyof ApiServer)[] = ['create', 'replace', 'mergePatch', 'delete'];

/**
 * An API server that lets `writes` writes through and then falls silent, as the world does for a process that was
 * killed: nothing begun later is sent, no answer comes back any more. `cut` resolves once that has happened.
 */
export class CutOffApiServer {
  readonly #left: { writes: number };
  readonly #cut = Promise.withResolvers<void>();
  readonly api: ApiServer;

  constructor(real: ApiServer, writes: number) {
    this.#left = { writes };
    this.api = new Proxy(real, {
      get: (target, name: keyof ApiServer) => {
        const method = target[name].bind(target) as (...words: unknown[]) => unknown;
        return WRITES.includes(name) ? (...words: unknown[]) => this.#write(() => method(...words)) : method;
      },
    });
  }

  get cut(): Promise<void> {
    return this.#cut.promise;
  }

  /** The last write that gets through is done, but its answer is lost: the harder half of being killed. */
  async #write(send: () => unknown): Promise<unknown> {
    if (this.#left.writes <= 0) return NEVER;
    this.#left.writes -= 1;
    const answer = await send();
    if (this.#left.writes > 0) return answer;
    this.#cut.resolve();
    return NEVER;
  }
}
