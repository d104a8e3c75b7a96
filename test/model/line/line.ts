/** The line between one operator and the API server. */
import { sleep, type Clock } from '../../../src/clock.ts';
import type {
  ApiServer,
  DeleteOptions,
  ListPage,
  ListQuery,
  WatchEvent,
  WatchQuery,
} from '../../../src/kube/api-server.ts';
import type {
  KubernetesObject,
  NamespacedName,
  Resource,
  Stored,
} from '../../../src/manifest/object-meta.ts';
import { EventFlow } from './event-flow.ts';
import { flowingWatch } from './flowing-watch.ts';
import { RequestFaults, type Verb } from './request-faults.ts';

/** A reason that costs nothing: nobody reads it. */
const CUT = 'the line is cut';

/** No round needs so many; whoever makes more in no time would make them for ever. */
const MOST_AT_ONCE = 500;

/** When an operator is to be killed: after so many more writes, the last of which is done, or is not. */
export interface Kill {
  readonly afterWrites: number;
  readonly lastIsDone: boolean;
}

/**
 * An API server as one operator sees it: requests fail as `faults` say and take their time, events flow as `flowOf`
 * says. Once it is cut nothing comes back any more, as the world does for a process that was killed.
 */
export class Line implements ApiServer {
  readonly faults = new RequestFaults();
  /** How long a request is on its way, and its answer again. */
  latencyMs = 0;
  readonly #server: ApiServer;
  readonly #clock: Clock;
  readonly #flows = new Map<string, EventFlow>();
  readonly #cut = new AbortController();
  /** What a dead operator waits for. One for all lines would keep every story that was ever told. */
  readonly #never = new Promise<never>(() => undefined);
  #kill: Kill | undefined;
  /** Requests since the clock moved last. */
  #atOnce = { nowMs: 0, requests: 0 };

  constructor(server: ApiServer, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
  }

  get isCut(): boolean {
    return this.#cut.signal.aborted;
  }

  /** It has made requests in a circle, and was cut off so that they come to an end. */
  get isRunawayCut(): boolean {
    return this.#atOnce.requests > MOST_AT_ONCE;
  }

  /** Of the resource with that plural. */
  flowOf(plural: string): EventFlow {
    const flow = this.#flows.get(plural) ?? new EventFlow();
    this.#flows.set(plural, flow);
    return flow;
  }

  /** The operator is killed now. What it has sent by now still arrives. */
  cut(): void {
    this.#cut.abort(CUT);
  }

  kill(kill: Kill): void {
    this.#kill = kill;
  }

  /** Nothing goes wrong from now on, and what is held up arrives. */
  heal(): void {
    this.faults.clear();
    this.#kill = undefined;
    this.latencyMs = 0;
    for (const flow of this.#flows.values()) flow.heal();
  }

  async get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined> {
    return this.#send('get', () => this.#server.get(resource, name));
  }

  /** All pages at once: they are of one version anyway. */
  async *list<T extends KubernetesObject>(
    resource: Resource<T>,
    query: ListQuery,
  ): AsyncIterable<ListPage<T>> {
    yield* await this.#send('list', async () => {
      const pages: ListPage<T>[] = [];
      for await (const page of this.#server.list(resource, query)) pages.push(page);
      return pages;
    });
  }

  async create<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    return this.#send('create', () => this.#server.create(resource, object));
  }

  async replace<T extends KubernetesObject>(
    resource: Resource<T>,
    object: T,
    part?: 'status',
  ): Promise<Stored<T>> {
    return this.#send('patch', () => this.#server.replace(resource, object, part));
  }

  async mergePatch<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    patch: Readonly<Record<string, unknown>>,
    part?: 'status',
  ): Promise<Stored<T>> {
    return this.#send('patch', () => this.#server.mergePatch(resource, name, patch, part));
  }

  async delete<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    options?: DeleteOptions,
  ): Promise<boolean> {
    return this.#send('delete', () => this.#server.delete(resource, name, options));
  }

  async watch<T extends KubernetesObject>(
    resource: Resource<T>,
    query: WatchQuery,
    onEvent: (event: WatchEvent<T>) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const flow = this.flowOf(resource.plural);
    const ending = AbortSignal.any([signal, this.#cut.signal]);
    await flowingWatch({ flow, clock: this.#clock, signal: ending }, onEvent, (take, until) =>
      this.#server.watch(resource, query, take, until),
    );
    if (this.isCut) await this.#never;
  }

  /** There, on the server, and back; the operator may be dead by then. What was sent before it died still arrives. */
  async #send<T>(verb: Verb, request: () => Promise<T>): Promise<T> {
    this.#count();
    await this.#travel();
    const fault = this.faults.next(verb);
    const isKilled = this.#isKilledBy(verb);
    if (isKilled) this.#cut.abort(CUT);
    const isDone = (fault?.isDone ?? true) && !(isKilled && this.#kill?.lastIsDone === false);
    const answer = isDone ? await request() : undefined;
    await this.#travel();
    if (this.isCut) await this.#never;
    if (fault !== undefined) throw fault.error;
    return answer as T;
  }

  async #travel(): Promise<void> {
    if (this.isCut) await this.#never;
    if (this.latencyMs > 0) return sleep(this.#clock, this.latencyMs, new AbortController().signal);
  }

  #count(): void {
    if (this.isRunawayCut) return;
    const nowMs = this.#clock.now();
    const before = this.#atOnce.nowMs === nowMs ? this.#atOnce.requests : 0;
    this.#atOnce = { nowMs, requests: before + 1 };
    if (this.isRunawayCut) this.#cut.abort(CUT);
  }

  #isKilledBy(verb: Verb): boolean {
    if (this.#kill === undefined || verb === 'get' || verb === 'list') return false;
    this.#kill = { ...this.#kill, afterWrites: this.#kill.afterWrites - 1 };
    return this.#kill.afterWrites <= 0;
  }
}
