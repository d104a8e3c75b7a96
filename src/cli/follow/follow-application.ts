import { isTerminal } from '../../api/application-state.ts';
import { APPLICATIONS, type SparkApplication } from '../../api/spark-application.ts';
import { isApiError } from '../../kube/api-error.ts';
import { EVENTS } from '../../kube/event.ts';
import { PODS } from '../../manifest/pod.ts';
import type { Stored } from '../../manifest/object-meta.ts';
import { driverPodName } from '../../submission/spark-conf-of-application.ts';
import type { Cluster } from '../cluster.ts';
import { CommandError, EXIT, type Terminal } from '../command.ts';
import { exitCodeOf, followLog, loggingDriver, type DriverLog } from './driver-log.ts';
import { screenOf, type Screen } from './screen.ts';
import { statusLine } from './status-line.ts';

/** Between two looks. */
const LOOK_EVERY_MS = 1_000;
/** How long a log that has not ended by itself may go on after its application. */
const LOG_ENDS_WITHIN_MS = 5_000;

/** How following an application came to its end. */
export type Followed =
  /** The application has ended; the code is that of its driver. */
  | { readonly kind: 'ended'; readonly exitCode: number }
  /** The person has seen enough; the application goes on. */
  | { readonly kind: 'detached' };

/**
 * Follows an application to its end: state and executors in a line that changes, Events, and the log of the driver on
 * standard output.
 *
 * Guarantees: an API server that does not answer for a while ends nothing. After Ctrl-C the application goes on, and it is
 * told how to come back.
 * Fails: with a CommandError where the application is deleted, with an `ApiError` for what no waiting mends.
 */
export async function followApplication(
  application: Stored<SparkApplication>,
  cluster: Cluster,
  terminal: Terminal,
): Promise<Followed> {
  const screen = screenOf(terminal);
  const detached = terminal.interrupted();
  const over = new AbortController();
  // Timers of the clock let a process end that has nothing else to wait for.
  const alive = setInterval(() => undefined, LOOK_EVERY_MS);
  try {
    return await new Follower(cluster, screen, AbortSignal.any([detached, over.signal])).untilEnded(
      application,
    );
  } catch (error) {
    if (!detached.aborted) throw error;
    const { name, namespace } = application.metadata;
    screen.tell(`detached: ${name} goes on. sparkctl follow ${name} -n ${namespace} attaches again.`);
    return { kind: 'detached' };
  } finally {
    clearInterval(alive);
    screen.end();
    over.abort();
  }
}

/**
 * Looks once a second, with a request for the application and one for its Events: nothing that a person watches changes more
 * often, and a watch would have to be opened anew by whoever stays for hours.
 */
class Follower {
  readonly #cluster: Cluster;
  readonly #screen: Screen;
  readonly #signal: AbortSignal;
  readonly #told = new Set<string>();
  #log: DriverLog | undefined;

  constructor(cluster: Cluster, screen: Screen, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#screen = screen;
    this.#signal = signal;
  }

  /** Looks again and again. Fails: when the signal aborts. */
  async untilEnded(application: Stored<SparkApplication>): Promise<Followed> {
    for (;;) {
      const found = await this.#look(application);
      if (found !== undefined && isTerminal(found.status?.applicationState.state ?? '')) {
        return { kind: 'ended', exitCode: await this.#end(found) };
      }
      await this.#rest(LOOK_EVERY_MS);
    }
  }

  /** Shows what has changed; undefined where the server does not answer now. */
  async #look({ metadata }: Stored<SparkApplication>): Promise<Stored<SparkApplication> | undefined> {
    try {
      const found = await this.#cluster.api.get(APPLICATIONS, metadata);
      if (found?.metadata.uid !== metadata.uid) throw new CommandError(`${metadata.name} was deleted`);
      await this.#tellEvents(found);
      this.#screen.show(statusLine(metadata.name, found.status));
      await this.#beginLog(found);
      return found;
    } catch (error) {
      if (!isApiError(error, 'Unreachable') || this.#signal.aborted) throw error;
      this.#screen.show(`${metadata.name}: the API server does not answer`);
      return undefined;
    }
  }

  /** Each Event once, and again where it happened again. */
  async #tellEvents({ metadata: { namespace, uid } }: Stored<SparkApplication>): Promise<void> {
    const query = { namespace, fieldSelector: `involvedObject.uid=${uid}` };
    for await (const { items } of this.#cluster.api.list(EVENTS, query)) {
      for (const { metadata, count, type, reason, message } of items) {
        const key = `${metadata.uid}-${count}`;
        if (!this.#told.has(key)) this.#screen.tell(`${type} ${reason}: ${message}`);
        this.#told.add(key);
      }
    }
  }

  /** Of each attempt once, as soon as there is one. */
  async #beginLog(application: Stored<SparkApplication>): Promise<void> {
    const attempt = application.status?.attempt ?? 1;
    if (this.#log?.attempt === attempt || application.status === undefined) return;
    const pod = await loggingDriver(driverPodName(application), this.#cluster);
    if (pod === undefined) return;
    const [cluster, screen, signal] = [this.#cluster, this.#screen, this.#signal];
    this.#log = followLog(pod, attempt, { cluster, screen, signal });
  }

  /** Waits for the last lines. The driver's exit code, where it failed; 1 where nobody knows it any more. */
  async #end(application: Stored<SparkApplication>): Promise<number> {
    const { state, errorMessage } = application.status?.applicationState ?? { state: '' };
    if (this.#log !== undefined) {
      await Promise.race([this.#log.ended, this.#rest(LOG_ENDS_WITHIN_MS).catch(() => undefined)]);
    }
    if (state === 'COMPLETED') return EXIT.done;
    this.#screen.tell(`${application.metadata.name} failed: ${errorMessage ?? 'nobody says why'}`);
    const name = application.status?.driverInfo.podName ?? driverPodName(application);
    const pod = await this.#cluster.api.get(PODS, { ...application.metadata, name });
    // A driver that ended well belongs to an application that failed for another reason.
    return exitCodeOf(pod) || EXIT.failed;
  }

  /** Fails: when the signal aborts. */
  async #rest(ms: number): Promise<void> {
    this.#signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const interrupt = (): void => {
        cancel();
        reject(new CommandError('interrupted'));
      };
      const cancel = this.#cluster.after(ms, () => {
        this.#signal.removeEventListener('abort', interrupt);
        resolve();
      });
      this.#signal.addEventListener('abort', interrupt, { once: true });
    });
  }
}
