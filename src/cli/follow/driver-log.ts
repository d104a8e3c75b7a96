import { isApiError } from '../../kube/api-error.ts';
import { PODS, type PodManifest } from '../../manifest/pod.ts';
import type { Stored } from '../../manifest/object-meta.ts';
import { driverContainerName } from '../../spark/spark-containers.ts';
import type { Cluster } from '../cluster.ts';
import type { Screen } from './screen.ts';
import { UnseenLines } from './unseen-lines.ts';

/** Where the log comes from, where it goes to, and what ends it. */
export interface LogWay {
  readonly cluster: Cluster;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/**
 * The log of one attempt's driver, on its way.
 *
 * The server may end a stream while the driver runs, without a word. So a stream is the last one only if the container had
 * ended before it was opened; after any other the log is opened again.
 */
export class DriverLog {
  readonly attempt: number;
  readonly #way: LogWay;
  readonly #lines = new UnseenLines();
  /** Uid of the pod whose log it is; undefined before there was one. */
  #pod: string | undefined;
  /** `waiting`: no stream is open; there was none yet, or it broke off. */
  #state: 'waiting' | 'open' | 'over' = 'waiting';
  /** Settles when the stream that is open ends. Never fails: the reason is told. */
  #stream: Promise<void> = Promise.resolve();
  /** Of a line whose end has not come yet. */
  #rest = '';
  #written = 0;
  #told = '';

  constructor(attempt: number, way: LogWay) {
    this.attempt = attempt;
    this.#way = way;
  }

  /** Whether there is more to come: it has begun, and its end was not read yet. */
  get isDue(): boolean {
    return this.#pod !== undefined && this.#state !== 'over';
  }

  /** How many lines were written; those that came again do not count. */
  get written(): number {
    return this.#written;
  }

  /** Settles when the stream that is open ends. */
  get stream(): Promise<void> {
    return this.#stream;
  }

  /**
   * Opens a stream where none is open and the pod of that name has a log; lines that were written before come first.
   *
   * Fails: with an `ApiError` where nobody says what became of the pod.
   */
  async keepOpen(podName: string): Promise<void> {
    if (this.#state !== 'waiting') return;
    const { cluster } = this.#way;
    const pod = await cluster.api.get(PODS, { namespace: cluster.namespace, name: podName });
    if (this.#pod !== undefined && pod?.metadata.uid !== this.#pod) return this.#end();
    if (pod === undefined || !hasLog(pod)) return;
    this.#pod = pod.metadata.uid;
    this.#state = 'open';
    this.#stream = this.#read(pod).then(
      () => (hasEnded(pod) ? this.#end() : this.#wait()),
      (error: unknown) => this.#fail(error),
    );
  }

  /** Writes whole lines only: something else may be written in between. */
  async #read(pod: Stored<PodManifest>): Promise<void> {
    const { namespace, name } = pod.metadata;
    const sinceTime = this.#lines.readAgain();
    const since = sinceTime === undefined ? {} : { sinceTime };
    const of = { namespace, name, container: driverContainerName(pod), timestamps: true, ...since };
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of this.#way.cluster.log(of, this.#way.signal)) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      this.#rest = rest;
      this.#print(lines);
    }
  }

  #print(lines: readonly string[]): void {
    const unseen = lines.map((line) => this.#lines.next(line)).filter((line) => line !== undefined);
    this.#written += unseen.length;
    if (unseen.length > 0) this.#way.screen.print(`${unseen.join('\n')}\n`);
  }

  /** No more comes: what there is of a last line is all of it. */
  #end(): void {
    if (this.#rest !== '') this.#print([this.#rest]);
    this.#state = 'over';
  }

  #wait(): void {
    this.#state = 'waiting';
  }

  /** A right that is missing stays so; anything else may pass. */
  #fail(error: unknown): void {
    const { screen, signal } = this.#way;
    this.#state = signal.aborted || isApiError(error, 'Forbidden') ? 'over' : 'waiting';
    const reason = error instanceof Error ? error.message : String(error);
    if (signal.aborted || reason === this.#told) return;
    this.#told = reason;
    screen.tell(`the log of the driver cannot be read now: ${reason}`);
  }
}

/** Before a container runs there is none. */
const hasLog = ({ status }: PodManifest): boolean =>
  ['Running', 'Succeeded', 'Failed'].includes(status?.phase ?? '');

/** Whether Spark's container writes no more, whatever others in the pod do. */
const hasEnded = (pod: PodManifest): boolean =>
  ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '') || exitCodeOf(pod) !== undefined;

/** The exit code of the Spark container in it; undefined where there is none. */
export function exitCodeOf(pod: PodManifest | undefined): number | undefined {
  if (pod === undefined) return undefined;
  const own = driverContainerName(pod);
  return pod.status?.containerStatuses?.find(({ name }) => name === own)?.state?.terminated?.exitCode;
}
