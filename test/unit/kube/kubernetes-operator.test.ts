import OperatorModule, { type ResourceEvent, type ResourceMeta } from '@dot-i/k8s-operator';
import { describe, expect, test } from '@jest/globals';

import { aborted } from '../../../src/kube/aborted.ts';
import { ApiError } from '../../../src/kube/api-error.ts';
import type { ApiServer, ListPage } from '../../../src/kube/api-server.ts';
import { KubernetesOperator, type Part } from '../../../src/kube/kubernetes-operator.ts';
import type { KubernetesObject } from '../../../src/manifest/object-meta.ts';
import { PODS } from '../../../src/manifest/pod.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryApiServer } from './memory-api-server.ts';
import { RecordingLog } from './recording-log.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';

const LEASES = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases' };
const pod = (name: string, resourceVersion: string) => ({
  metadata: { namespace: 'jobs', name, uid: name, resourceVersion },
});
const page = (...items: ListPage<KubernetesObject>['items']): ListPage<KubernetesObject> => ({
  items,
  resourceVersion: '9',
});

const meta = (resourceVersion: string): ResourceMeta => {
  const { apiVersion, kind, plural } = LEASES;
  return { id: `${plural}.${apiVersion}`, apiVersion, kind, namespace: 'jobs', name: 'a', resourceVersion };
};

const clock = new ManualClock();

class TestOperator extends KubernetesOperator {
  readonly log: RecordingLog;
  readonly seen: string[] = [];
  onInit: () => void | Promise<void> = () => {};

  constructor(api: unknown, log = new RecordingLog()) {
    super({ api: api as ApiServer, clock, log, random: () => 0 }, [PODS]);
    this.log = log;
  }

  protected override async init(): Promise<void> {
    await this.onInit();
  }

  override register<R extends Part>(part: R): R {
    return super.register(part);
  }

  watch(onEvent: (event: ResourceEvent) => Promise<void>): Promise<void> {
    return this.watchResource('', 'v1', 'pods', onEvent, 'jobs');
  }

  watchUnknown(): Promise<void> {
    return this.watchResource('example.com', 'v1', 'things', async () => {});
  }

  setStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta> {
    return this.setResourceStatus(meta, status);
  }

  patchStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta> {
    return this.patchResourceStatus(meta, status);
  }

  forbidden(): Record<string, () => unknown> {
    return {
      registerCustomResourceDefinition: () => this.registerCustomResourceDefinition(),
      getCustomResourceApiUri: () => this.getCustomResourceApiUri(),
      handleResourceFinalizer: () => this.handleResourceFinalizer(),
      setResourceFinalizers: () => this.setResourceFinalizers(),
      applyAxiosKubeConfigAuth: () => this.applyAxiosKubeConfigAuth(),
      applyGaxiosKubeConfigAuth: () => this.applyGaxiosKubeConfigAuth(),
      k8sApi: () => this.k8sApi,
    };
  }
}

/** Runs until told to stop, and says so. */
class Waiting implements Part {
  state = 'new';

  async run(signal: AbortSignal): Promise<void> {
    this.state = 'runs';
    await aborted(signal);
    this.state = 'ended';
  }
}

describe('the base class', () => {
  const own: object = KubernetesOperator.prototype;
  const base: object = OperatorModule.default.prototype;

  /** Methods of the base class that may stay as they are. */
  const HARMLESS: Readonly<Record<string, string>> = {
    constructor: 'reads a kubeconfig and opens no connection; what it builds from it is out of reach',
    resourceStatusRequest:
      'is called by setResourceStatus and patchResourceStatus only, which are overridden',
    errorToJson: 'turns an error into text',
  };

  test.each(Object.getOwnPropertyNames(base))('does no I/O of its own in %s', (method) => {
    const overridden = Object.hasOwn(own, method) && method !== 'constructor';
    expect(overridden || method in HARMLESS).toBe(true);
  });

  test('keeps, of its own start, nothing but the call of init', () => {
    const start = Object.getOwnPropertyDescriptor(base, 'start')?.value as () => Promise<void>;
    expect(start.toString().match(/this\.\w+/gu)).toEqual(['this.init']);
  });

  const forbidden = new TestOperator({}).forbidden();
  test.each(Object.keys(forbidden))('has no %s, and says what to use instead', async (member) => {
    await expect(async () => forbidden[member]?.()).rejects.toThrow(`${member} is not available: `);
  });
});

describe('starting', () => {
  test('waits until all that is watched is known', async () => {
    const operator = new TestOperator(new ScriptedApiServer([page(pod('a', '1'))]));
    operator.onInit = () => operator.watch(async () => {});
    await expect(operator.start()).resolves.toBeUndefined();
    operator.stop();
    await operator.ended;
  });

  test('lets nobody work before all that is watched is known', async () => {
    const notYet = new ApiError({ reason: 'ServerError', code: 503, message: 'not yet' });
    const operator = new TestOperator(new ScriptedApiServer(notYet, [page(pod('a', '1'))]));
    const worker = new Waiting();
    operator.onInit = () => {
      operator.register(worker);
      return operator.watch(async () => {});
    };
    const starting = operator.start();
    await clock.pass(0);
    expect(worker.state).toBe('new');
    await clock.pass(1000);
    expect(worker.state).toBe('runs');
    await starting;
    operator.stop();
    await operator.ended;
  });

  test('does not wait for ever when it is told to stop meanwhile', async () => {
    const never = {
      list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no')) }) }),
    };
    const operator = new TestOperator(never);
    operator.onInit = () => operator.watch(async () => {});
    const starting = operator.start();
    operator.stop();
    await expect(starting).resolves.toBeUndefined();
  });

  test('comes after everything is registered', async () => {
    const operator = new TestOperator({});
    await operator.start();
    expect(() => operator.register(new Waiting())).toThrow('register everything in init');
  });
});

describe('stopping', () => {
  test('ends all parts', async () => {
    const operator = new TestOperator({});
    const parts = [new Waiting(), new Waiting()];
    operator.onInit = () => parts.forEach((part) => operator.register(part));
    const starting = operator.start();
    await clock.pass(0);
    expect(parts.map((part) => part.state)).toEqual(['runs', 'runs']);
    operator.stop();
    await Promise.all([starting, operator.ended]);
    expect(parts.map((part) => part.state)).toEqual(['ended', 'ended']);
  });

  test('follows when one part fails, and the failure is told', async () => {
    const operator = new TestOperator({});
    const other = new Waiting();
    const broken = { run: () => Promise.reject(new Error('a bug')) };
    operator.onInit = () => [other, broken].forEach((part) => operator.register(part));
    const outcome = operator.start().catch(() => undefined);
    await expect(operator.ended).rejects.toThrow('a bug');
    await outcome;
    expect(other.state).toBe('ended');
    expect(operator.log.lines).toEqual(['error: a part of the operator failed']);
  });

  test('waits for the event that is being handled', async () => {
    const operator = new TestOperator(new ScriptedApiServer([page(pod('a', '1'))]));
    const handling = Promise.withResolvers<void>();
    operator.onInit = () => operator.watch(() => handling.promise);
    await operator.start();
    let ended = false;
    void operator.ended.then(() => (ended = true));
    operator.stop();
    await clock.pass(0);
    expect(ended).toBe(false);
    handling.resolve();
    await operator.ended;
  });
});

describe('watching a resource', () => {
  test('tells its events one after another, also after one that was not handled', async () => {
    const server = new ScriptedApiServer([page(pod('a', '1'), pod('b', '2'))]);
    const operator = new TestOperator(server);
    const events: string[] = [];
    operator.onInit = () =>
      operator.watch(async (event) => {
        events.push(`${event.type} ${event.meta.name}`);
        if (event.meta.name === 'a') throw new Error('a bug');
      });
    await operator.start();
    await clock.pass(0);
    server.watches[0]?.send({ type: 'DELETED', object: pod('b', '3') });
    await clock.pass(0);
    expect(events).toEqual(['ADDED a', 'ADDED b', 'DELETED b']);
    expect(operator.log.lines).toEqual(['error: a resource event was not handled']);
    operator.stop();
  });

  test('needs the resource to be known', async () => {
    await expect(new TestOperator({}).watchUnknown()).rejects.toThrow(
      'watchResource of things.example.com/v1 is not available',
    );
  });
});

describe('a status', () => {
  test.each([
    { name: 'is set', write: (operator: TestOperator) => operator.setStatus(meta('1'), { ready: true }) },
    {
      name: 'is patched',
      write: (operator: TestOperator) => operator.patchStatus(meta('1'), { ready: true }),
    },
  ])('$name, and the new version is told', async ({ write }) => {
    const server = new MemoryApiServer();
    await server.create(LEASES, { metadata: { namespace: 'jobs', name: 'a' } });
    await expect(write(new TestOperator(server))).resolves.toMatchObject({ ...meta('2') });
    expect([...server.objects.values()]).toMatchObject([{ status: { ready: true } }]);
  });

  test('that is refused is an error, not null', async () => {
    const operator = new TestOperator(new MemoryApiServer());
    await expect(operator.setStatus(meta('1'), {})).rejects.toMatchObject({ reason: 'NotFound' });
  });
});
