/** One application in a namespace of its own: what tests tell it, and what they see of it. */
import { join } from 'node:path';

import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationStatus,
} from '../../src/api/spark-application.ts';
import {
  EXECUTOR_SETS,
  type ExecutorSetStatus,
  type SparkExecutorSet,
} from '../../src/api/spark-executor-set.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import type { KubernetesObject, Resource, Stored } from '../../src/manifest/object-meta.ts';
import { PODS, type PodManifest } from '../../src/manifest/pod.ts';
import { EXECUTOR_ID_LABEL, ROLE_LABEL } from '../../src/spark/labels.ts';
import { newNamespace, realApiServer, type RealApiServer } from '../apiserver/real-api-server.ts';
import { eventually } from './eventually.ts';
import { surroundingCluster, type LocalCluster } from './local/cluster.ts';
import { ROUND_OVER } from './sum-in-rounds.ts';

const JOB_ACCOUNT = join(import.meta.dirname, '../../deploy/job-account.yaml');

/** What `SumInRounds` can be told: to begin no round for now, to go on, to end. */
const COMMANDS = { rest: ['touch', '/tmp/rest'], work: ['rm', '/tmp/rest'], end: ['touch', '/tmp/end'] };

/** What no driver's log may hold: something it has no right to, or a stack trace of ours. */
const TROUBLE = /^.*(?:forbidden|at io\.k8s\.sparkoperator).*$/imu;

/** Everything that an application can bring with it. */
const KINDS = 'pods,services,configmaps,secrets,persistentvolumeclaims,networkpolicies,sparkexecutorsets';

/** What is in any namespace, and the jar that drivers of a namespace share. */
const NOT_ITS_OWN = /^configmap\/(?:kube-root-ca\.crt|spark-operator-driver-plugin-\w+)$/u;

/** Where a job runs, and with what. */
export interface Surroundings {
  /** Objects that the application counts on, in its namespace. */
  readonly beside?: readonly KubernetesObject[];
  /** Labels of the namespace. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

type Words = readonly string[];
type Pods = ReadonlyMap<number, Stored<PodManifest>>;

export class Job {
  readonly application: string;
  readonly namespace: string;
  readonly #server: RealApiServer;
  readonly #cluster: LocalCluster;
  /** What was there before the application, and stays after it. */
  readonly #beside: string[] = [];

  private constructor(application: string, namespace: string, server: RealApiServer, cluster: LocalCluster) {
    this.application = application;
    this.namespace = namespace;
    this.#server = server;
    this.#cluster = cluster;
  }

  /** Submits the application in a new namespace, in which drivers have an account. */
  static async submit(
    application: SparkApplication,
    { beside = [], labels = {} }: Surroundings = {},
  ): Promise<Job> {
    const { name } = application.metadata;
    const cluster = await surroundingCluster();
    const server = realApiServer();
    const namespace = await newNamespace(server.api, name, labels);
    const job = new Job(name, namespace, server, cluster);
    await job.kubectl(['apply', '-f', JOB_ACCOUNT]);
    for (const object of beside) {
      await job.kubectl(['apply', '-f', '-'], JSON.stringify(object));
      job.#beside.push(`${object.kind?.toLowerCase()}/${object.metadata.name}`);
    }
    await server.api.create(APPLICATIONS, { ...application, metadata: { name, namespace } });
    return job;
  }

  /** Removes its namespace, without waiting for that. */
  async remove(): Promise<void> {
    await this.kubectl(['delete', 'namespace', this.namespace, '--wait=false']);
    await this.#server.close();
  }

  get api(): ApiServer {
    return this.#server.api;
  }

  kubectl(words: Words, input?: string): Promise<string> {
    return this.#cluster.kubectl(['--namespace', this.namespace, ...words], input);
  }

  async status(): Promise<SparkApplicationStatus> {
    const { status } = await this.#get(APPLICATIONS, this.application);
    if (status === undefined) throw new Error(`${this.application} has no status yet`);
    return status;
  }

  /** The executor set of its first attempt. */
  executorSet(): Promise<Stored<SparkExecutorSet>> {
    return this.#get(EXECUTOR_SETS, `${this.application}-1`);
  }

  async setStatus(): Promise<ExecutorSetStatus> {
    return (await this.executorSet()).status ?? {};
  }

  /** Settles when a round has ended; all executors of the start took part in it. */
  async working(): Promise<void> {
    await eventually(async () => {
      if (!ROUND_OVER.test(await this.driverLog()))
        throw new Error(`no round of ${this.application} is over`);
    });
  }

  async tell(command: keyof typeof COMMANDS): Promise<void> {
    await this.kubectl(['exec', this.#driver, '--', ...COMMANDS[command]]);
  }

  /** Its last status, once it has ended and the operator has removed what nobody looks at any more. */
  ended(): Promise<SparkApplicationStatus> {
    return eventually(async () => {
      const { state } = (await this.status()).applicationState;
      if (state !== 'COMPLETED' && state !== 'FAILED') throw new Error(`${this.application} is ${state}`);
      const left = (await this.objects()).filter((name) => !name.startsWith('pod/'));
      if (left.length > 0)
        throw new Error(`${this.application} has ended, and there still is ${left.join()}`);
      // The last counts are written just before the last object goes.
      return this.status();
    });
  }

  /** All that the driver has said. Fails: when there is trouble in it. */
  async driverLog(): Promise<string> {
    const log = await this.kubectl(['logs', this.#driver]);
    const trouble = TROUBLE.exec(log);
    if (trouble !== null) throw new Error(`the log of ${this.#driver} has: ${trouble[0]}`);
    return log;
  }

  driver(): Promise<Stored<PodManifest>> {
    return this.#get(PODS, this.#driver);
  }

  /** The executor pods that match the selector as well, by their ids. */
  async executors(selector = ''): Promise<Pods> {
    const labelSelector = [`${ROLE_LABEL}=executor`, selector].filter((part) => part !== '').join(',');
    const pods = new Map<number, Stored<PodManifest>>();
    for await (const { items } of this.api.list(PODS, { namespace: this.namespace, labelSelector })) {
      for (const pod of items) pods.set(Number(pod.metadata.labels?.[EXECUTOR_ID_LABEL]), pod);
    }
    return new Map([...pods].toSorted(([one], [other]) => one - other));
  }

  /** The ids of its executor pods. */
  async executorIds(selector = ''): Promise<readonly number[]> {
    return [...(await this.executors(selector)).keys()];
  }

  /** The names of all that has come with the application: `pod/pi-driver`. */
  async objects(): Promise<readonly string[]> {
    const names = await this.kubectl(['get', KINDS, '--output=name']);
    const isItsOwn = (name: string): boolean => !NOT_ITS_OWN.test(name) && !this.#beside.includes(name);
    return names.split('\n').filter((name) => name !== '' && isItsOwn(name));
  }

  get #driver(): string {
    return `${this.application}-driver`;
  }

  async #get<T extends KubernetesObject>(resource: Resource<T>, name: string): Promise<Stored<T>> {
    const object = await this.api.get(resource, { namespace: this.namespace, name });
    if (object === undefined) throw new Error(`there is no ${resource.kind} ${name}`);
    return object;
  }
}
