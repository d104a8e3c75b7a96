import { ApiError, type ApiErrorReason } from '../../../src/kube/api-error.ts';
import type { ApiServer } from '../../../src/kube/api-server.ts';
import type {
  KubernetesObject,
  NamespacedName,
  Resource,
  Stored,
} from '../../../src/manifest/object-meta.ts';

type Verb = 'get' | 'create' | 'replace' | 'mergePatch';

/** Single objects in memory, with the preconditions of a real API server; `failNext` makes it fail. */
export class MemoryApiServer implements Pick<ApiServer, Verb> {
  /** Verb and name of each request. */
  readonly requests: string[] = [];
  readonly objects = new Map<string, Stored<KubernetesObject>>();
  /** What each request waits for; a test that replaces it holds requests up. */
  gate: Promise<void> = Promise.resolve();
  #version = 0;
  #failures: ApiErrorReason[] = [];

  failNext(reason: ApiErrorReason, times = 1): void {
    this.#failures = Array.from({ length: times }, () => reason);
  }

  async get<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
  ): Promise<Stored<T> | undefined> {
    await this.#arrive('get', name);
    return this.#find(resource, name);
  }

  async create<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    await this.#arrive('create', object.metadata);
    if (this.#find(resource, object.metadata) !== undefined) throw problem('AlreadyExists');
    return this.#store(resource, object, `uid-${this.#version}`);
  }

  async replace<T extends KubernetesObject>(resource: Resource<T>, object: T): Promise<Stored<T>> {
    await this.#arrive('replace', object.metadata);
    const before = this.#find(resource, object.metadata);
    if (before === undefined) throw problem('NotFound');
    if (object.metadata.resourceVersion !== before.metadata.resourceVersion) throw problem('Conflict');
    return this.#store(resource, object, before.metadata.uid);
  }

  async mergePatch<T extends KubernetesObject>(
    resource: Resource<T>,
    name: NamespacedName,
    patch: Readonly<Record<string, unknown>>,
  ): Promise<Stored<T>> {
    await this.#arrive('mergePatch', name);
    const before = this.#find(resource, name);
    if (before === undefined) throw problem('NotFound');
    return this.#store(resource, { ...before, ...patch, metadata: before.metadata }, before.metadata.uid);
  }

  async #arrive(verb: Verb, name: { readonly name: string }): Promise<void> {
    this.requests.push(`${verb} ${name.name}`);
    await this.gate;
    const failure = this.#failures.shift();
    if (failure !== undefined) throw problem(failure);
  }

  #find<T extends KubernetesObject>(
    resource: Resource<T>,
    name: KubernetesObject['metadata'],
  ): Stored<T> | undefined {
    return this.objects.get(keyOf(resource, name)) as Stored<T> | undefined;
  }

  #store<T extends KubernetesObject>(resource: Resource<T>, object: T, uid: string): Stored<T> {
    const { namespace = '' } = object.metadata;
    const metadata = { ...object.metadata, namespace, uid, resourceVersion: `${++this.#version}` };
    const stored = { ...object, metadata };
    this.objects.set(keyOf(resource, metadata), stored);
    return stored;
  }
}

function keyOf(resource: Resource<KubernetesObject>, name: KubernetesObject['metadata']): string {
  return `${resource.plural}/${name.namespace}/${name.name}`;
}

function problem(reason: ApiErrorReason): ApiError {
  return new ApiError({ reason, code: 0, message: reason });
}
