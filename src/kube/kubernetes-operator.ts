import OperatorModule, { type ResourceEvent, type ResourceMeta } from '@dot-i/k8s-operator';

import type { Log } from '../log.ts';
import type { KubernetesObject, NamespacedName, Resource } from '../manifest/object-meta.ts';
import { aborted } from './aborted.ts';
import { Informer, type InformerOptions, type InformerWorld } from './informer.ts';
import { identityOf, type Projection } from './projection-cache.ts';
import { resourceEvents, resourceMeta, resourceOf } from './resource-event.ts';

/** The package is CommonJS: seen from an ES module, its default export is one level down. */
const Operator = OperatorModule.default;

/** Something that works until its signal aborts, and settles when it has really ended. */
export interface Part {
  run(signal: AbortSignal): Promise<void>;
}

/** Those of `watchResource` in the base class; the core group is an empty string. */
type WatchArguments = [
  group: string,
  version: string,
  plural: string,
  onEvent: (event: ResourceEvent) => Promise<void>,
  namespace?: string,
];

/**
 * The life cycle of an operator: parts are registered in `init`, run by `start`, ended by `stop`.
 *
 * Life cycle and event model (`init`, `start`, `stop`, `ResourceEvent`, `ResourceMeta`) are those of
 * `@dot-i/k8s-operator`. Its way to the API server is not: it was written for a client that is gone, knows no list, no
 * resource version and no retry, answers errors with null, and ends the process when a watch breaks. So every method
 * that does I/O is overridden: to go through our `ApiServer` and `Informer`, or to fail with a sentence that says what
 * to do instead. A test holds that none is forgotten.
 *
 * ```
 * const operator = new SomeOperator(world);   // its init registers informers, a work queue, an event recorder
 * await operator.start();                     // everything runs, all informers have synced
 * process.once('SIGTERM', () => operator.stop());
 * await operator.ended;                       // nothing runs any more
 * ```
 *
 * Guarantees: when one part fails, all are told to stop, and `ended` rejects with that failure; after `ended` no part
 * and no handler runs.
 */
export abstract class KubernetesOperator extends Operator {
  readonly #world: InformerWorld;
  readonly #resources: readonly Resource<KubernetesObject>[];
  readonly #informers: (Part & { readonly synced: Promise<void> })[] = [];
  readonly #parts: Part[] = [];
  readonly #stopping = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  #started = false;
  /** What the first part failed with. */
  #failure: { readonly cause: unknown } | undefined;
  /** What the handlers of `watchResource` are at; the next event waits for it. */
  #handled: Promise<void> = Promise.resolve();

  /** @param resources those that `watchResource` may be asked for */
  constructor(world: InformerWorld, resources: readonly Resource<KubernetesObject>[] = []) {
    super(operatorLogger(world.log));
    this.#world = world;
    this.#resources = resources;
    Object.defineProperty(this, 'k8sApi', { get: () => refuse('k8sApi', 'use the ApiServer') });
    this.#ended.promise.catch(() => undefined);
  }

  /** Settles when every part has ended: after `stop`, or because one failed. Rejects with the first failure. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Has `part` run once all informers have synced. Too late once `start` has run `init`. */
  protected register<R extends Part>(part: R): R {
    if (this.#started) return refuse('registering', 'register everything in init');
    this.#parts.push(part);
    return part;
  }

  /** Has an informer run from `start` on; nothing else begins before it has synced. */
  protected registerInformer<T extends KubernetesObject, P extends Projection, I extends string>(
    options: InformerOptions<T, P, I>,
  ): Informer<T, P, I> {
    if (this.#started) return refuse('registering', 'register everything in init');
    const informer = new Informer(options, this.#world);
    this.#informers.push(informer);
    return informer;
  }

  /**
   * Calls `init` and runs the informers; once all have synced, so that nobody decides on half a picture, runs
   * everything else. Resolves then, or when all has ended.
   */
  override async start(): Promise<void> {
    await super.start();
    this.#started = true;
    const synced = Promise.all(this.#informers.map((informer) => informer.synced));
    void this.#runAll(synced);
    await Promise.race([synced, this.ended]);
  }

  /** Tells everything to stop; `ended` says when it has. */
  override stop(): void {
    this.#stopping.abort();
  }

  async #runAll(synced: Promise<unknown>): Promise<void> {
    const watching = this.#informers.map((informer) => this.#runPart(informer));
    await Promise.race([synced, aborted(this.#stopping.signal)]);
    await Promise.all([...watching, ...this.#parts.map((part) => this.#runPart(part))]);
    await this.#handled;
    if (this.#failure === undefined) this.#ended.resolve();
    else this.#ended.reject(this.#failure.cause);
  }

  /** Runs one part; its failure is everybody's end, since an operator that half works hides that it doesn't. */
  async #runPart(part: Part): Promise<void> {
    try {
      await part.run(this.#stopping.signal);
    } catch (cause) {
      this.#world.log.error({ part: part.constructor.name, err: cause }, 'a part of the operator failed');
      this.#failure ??= { cause };
      this.stop();
    }
  }

  /** Hands events over one after another; a handler that fails is logged and the next one runs. */
  protected override async watchResource(...watch: WatchArguments): Promise<void> {
    const [group, version, plural, onEvent, namespace] = watch;
    const resource = this.#resourceOf(group === '' ? version : `${group}/${version}`, plural);
    this.registerInformer<KubernetesObject, Projection, never>({
      resource,
      ...(namespace === undefined ? {} : { namespace }),
      project: identityOf,
      indexes: {},
      onChange: (change) => {
        for (const event of resourceEvents(resource, change)) this.#handleNext(() => onEvent(event));
      },
    });
  }

  #handleNext(onTurn: () => Promise<void>): void {
    this.#handled = this.#handled.then(onTurn).catch((caught: unknown) => {
      this.#world.log.error({ err: caught }, 'a resource event was not handled');
    });
  }

  #resourceOf(apiVersion: string, plural: string): Resource<KubernetesObject> {
    const known = this.#resources.find((one) => one.apiVersion === apiVersion && one.plural === plural);
    return (
      known ?? refuse(`watchResource of ${plural}.${apiVersion}`, 'name the resource to the constructor')
    );
  }

  /** Fails, other than the method it replaces, with an `ApiError`: never null. */
  protected override async setResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta> {
    const { apiVersion, kind, resourceVersion } = meta;
    const object = { apiVersion, kind, metadata: { ...nameOf(meta), resourceVersion }, status };
    const stored = await this.#world.api.replace(resourceOf(meta), object, 'status');
    return resourceMeta(resourceOf(meta), identityOf(stored));
  }

  /** Fails, other than the method it replaces, with an `ApiError`: never null. */
  protected override async patchResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta> {
    const patch = { metadata: { resourceVersion: meta.resourceVersion }, status };
    const stored = await this.#world.api.mergePatch(resourceOf(meta), nameOf(meta), patch, 'status');
    return resourceMeta(resourceOf(meta), identityOf(stored));
  }

  protected override async registerCustomResourceDefinition(): Promise<never> {
    return refuse('registerCustomResourceDefinition', 'whoever installs the operator installs its CRDs');
  }

  protected override getCustomResourceApiUri(): never {
    return refuse('getCustomResourceApiUri', 'use the ApiServer');
  }

  protected override async handleResourceFinalizer(): Promise<never> {
    return refuse('handleResourceFinalizer', 'owner references clean up, so that deleting never hangs');
  }

  protected override async setResourceFinalizers(): Promise<never> {
    return refuse('setResourceFinalizers', 'owner references clean up, so that deleting never hangs');
  }

  protected override async applyAxiosKubeConfigAuth(): Promise<never> {
    return refuse('applyAxiosKubeConfigAuth', 'use the ApiServer');
  }

  protected override async applyGaxiosKubeConfigAuth(): Promise<never> {
    return refuse('applyGaxiosKubeConfigAuth', 'use the ApiServer');
  }
}

function nameOf({ namespace = '', name }: ResourceMeta): NamespacedName {
  return { namespace, name };
}

/** The base class logs sentences without fields. */
function operatorLogger(log: Log): ConstructorParameters<typeof Operator>[0] {
  return {
    debug: (message) => log.debug({}, message),
    info: (message) => log.info({}, message),
    warn: (message) => log.warn({}, message),
    error: (message) => log.error({}, message),
  };
}

function refuse(member: string, instead: string): never {
  throw new Error(`${member} is not available: ${instead}`);
}
