import { isTerminal } from '../../api/application-state.ts';
import { APPLICATIONS, type SparkApplication } from '../../api/spark-application.ts';
import { isApiError } from '../../kube/api-error.ts';
import { PODS } from '../../manifest/pod.ts';
import type { Stored } from '../../manifest/object-meta.ts';
import type { Cluster } from '../cluster.ts';
import { CommandError, EXIT, type Terminal } from '../command.ts';
import { driverPodOf } from '../driver-pod-of.ts';
import { isPassing } from '../watching.ts';
import { DriverLog, exitCodeOf } from './driver-log.ts';
import { FollowedEvents } from './followed-events.ts';
import { screenOf, type Screen } from './screen.ts';
import { statusLine } from './status-line.ts';

/** Between two looks. */
const LOOK_EVERY_MS = 1_000;
/** Events are looked for once in so many looks: those of a whole namespace are read. */
const LOOKS_PER_EVENTS = 5;
/** For so many looks a log may be silent after the end of its application. */
const SILENT_LOOKS = 5;
/** So often the exit code of the driver is asked for. */
const EXIT_CODE_LOOKS = 30;

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
 * Guarantees: an API server that does not answer, or not well, for a while ends nothing. After Ctrl-C and after a failure
 * the application goes on, and it is told how to come back.
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
    const { name, namespace } = application.metadata;
    const goesOn = `${name} goes on. sparkctl follow ${name} -n ${namespace} attaches again.`;
    if (!detached.aborted) {
      if (!(error instanceof CommandError)) screen.tell(goesOn);
      throw error;
    }
    screen.tell(`detached: ${goesOn}`);
    return { kind: 'detached' };
  } finally {
    clearInterval(alive);
    screen.end();
    over.abort();
  }
}

/**
 * Looks once a second, with a request for the application, and now and then for Events: nothing that a person watches
 * changes more often, and a watch would have to be opened anew by whoever stays for hours.
 */
class Follower {
  readonly #cluster: Cluster;
  readonly #screen: Screen;
  readonly #signal: AbortSignal;
  readonly #events: FollowedEvents;
  #looks = 0;
  #log: DriverLog | undefined;

  constructor(cluster: Cluster, screen: Screen, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#screen = screen;
    this.#signal = signal;
    this.#events = new FollowedEvents(cluster, screen);
  }

  /** Looks again and again. Fails: when the signal aborts. */
  async untilEnded(application: Stored<SparkApplication>): Promise<Followed> {
    for (;;) {
      const found = await this.#look(application);
      if (found !== undefined && hasEnded(found)) {
        return { kind: 'ended', exitCode: await this.#end(found) };
      }
      await this.#rest(LOOK_EVERY_MS);
    }
  }

  /** Shows what has changed; undefined where the server does not answer well now. */
  async #look({ metadata }: Stored<SparkApplication>): Promise<Stored<SparkApplication> | undefined> {
    try {
      const found = await this.#cluster.api.get(APPLICATIONS, metadata);
      if (found?.metadata.uid !== metadata.uid) throw new CommandError(`${metadata.name} was deleted`);
      if (this.#looks % LOOKS_PER_EVENTS === 0 || hasEnded(found)) await this.#events.tellNew(found);
      this.#looks += 1;
      this.#screen.show(statusLine(metadata.name, found.status));
      await this.#keepLog(found);
      return found;
    } catch (error) {
      if (!isPassing(error) || this.#signal.aborted) throw error;
      const trouble = isApiError(error, 'Unreachable')
        ? 'the API server does not answer'
        : `the API server answers: ${error.message}`;
      this.#screen.show(`${metadata.name}: ${trouble}`);
      return undefined;
    }
  }

  /** Of each attempt one, opened as soon as it can be, and again where it broke off. */
  async #keepLog(application: Stored<SparkApplication>): Promise<void> {
    if (application.status === undefined) return;
    const { attempt = 1 } = application.status;
    if (this.#log?.attempt !== attempt) {
      const [cluster, screen, signal] = [this.#cluster, this.#screen, this.#signal];
      this.#log = new DriverLog(attempt, { cluster, screen, signal });
    }
    await this.#log.keepOpen(driverPodOf(application));
  }

  /** Waits for the last lines. The driver's exit code, where it failed; 1 where nobody knows it any more. */
  async #end(application: Stored<SparkApplication>): Promise<number> {
    const { state, errorMessage } = application.status?.applicationState ?? { state: '' };
    if (this.#log !== undefined) await this.#lastLines(this.#log, driverPodOf(application));
    if (state === 'COMPLETED') return EXIT.done;
    this.#screen.tell(`${application.metadata.name} failed: ${errorMessage ?? 'nobody says why'}`);
    // A driver that ended well belongs to an application that failed for another reason.
    return (await this.#exitCode(application)) || EXIT.failed;
  }

  /** Goes on as long as something arrives; tells where the log is left before its end. */
  async #lastLines(log: DriverLog, podName: string): Promise<void> {
    for (let silent = 0; log.isDue && silent < SILENT_LOOKS;) {
      const { written } = log;
      await Promise.race([log.stream, this.#rest(LOOK_EVERY_MS).catch(() => undefined)]);
      if (this.#signal.aborted) break;
      // It stays closed while nobody answers.
      await log.keepOpen(podName).catch(() => undefined);
      silent = log.written === written ? silent + 1 : 0;
    }
    if (log.isDue) this.#screen.tell('the end of the log of the driver did not come: lines may be missing');
  }

  /** Undefined where nobody knows it any more, or nobody answers. */
  async #exitCode(application: Stored<SparkApplication>): Promise<number | undefined> {
    const place = { ...application.metadata, name: driverPodOf(application) };
    for (let look = 0; look < EXIT_CODE_LOOKS; look += 1) {
      try {
        return exitCodeOf(await this.#cluster.api.get(PODS, place));
      } catch (error) {
        if (!isPassing(error) || this.#signal.aborted) return undefined;
        await this.#rest(LOOK_EVERY_MS).catch(() => undefined);
      }
    }
    return undefined;
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

const hasEnded = ({ status }: SparkApplication): boolean => isTerminal(status?.applicationState.state ?? '');
