import { APPLICATIONS, type SparkApplicationStatus } from '../../../src/api/spark-application.ts';
import type { Cluster, LogOf } from '../../../src/cli/cluster.ts';
import { sparkctl } from '../../../src/cli/sparkctl.ts';
import { applicationIn } from '../../fakes/applications.ts';
import { InMemoryApiServer } from '../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

/** A cluster in memory with the application `pi` in the namespace `jobs`, and sparkctl pointed at it. */
export class CommandsOnACluster {
  readonly clock = new ManualClock(90_000);
  readonly api = new InMemoryApiServer(this.clock);
  /** What it can read, by name. */
  readonly files = new Map<string, string>();
  /** What every container has written. */
  logged = '';
  readonly logsAsked: LogOf[] = [];
  closed = 0;
  /** Nothing can be reached, unless a test says so. */
  forward: Cluster['forward'] = () => Promise.reject(new Error('there is no pod to connect to'));
  /** Ctrl-C. */
  readonly interruption = new AbortController();
  readonly #printed = Promise.withResolvers<string>();
  after: Cluster['after'] = (delayMs, wake) => this.clock.after(delayMs, wake);

  /** What is printed first. */
  get printed(): Promise<string> {
    return this.#printed.promise;
  }

  /** Runs sparkctl; answers with what a person would see of it. */
  async run(...words: readonly string[]) {
    const terminal = new RecordedTerminal(Object.fromEntries(this.files), {
      api: this.api,
      namespace: 'jobs',
      now: () => this.clock.now(),
      after: (delayMs, wake) => this.after(delayMs, wake),
      log: (of) => this.#log(of),
      forward: (to, stream) => this.forward(to, stream),
      close: async () => {
        this.closed += 1;
      },
    });
    terminal.interrupted = () => this.interruption.signal;
    terminal.onPrint = (text) => this.#printed.resolve(text);
    const code = await sparkctl(words, terminal);
    return { code, printed: terminal.printed, told: terminal.told, choice: terminal.choice };
  }

  async *#log(of: LogOf): AsyncIterable<Uint8Array> {
    this.logsAsked.push(of);
    yield Buffer.from(this.logged);
  }

  async submit(
    spec: Readonly<Record<string, unknown>>,
    more: Partial<SparkApplicationStatus> = {},
  ): Promise<void> {
    const application = applicationIn('RUNNING', { sparkApplicationId: 'spark-1', ...more });
    await this.api.create(APPLICATIONS, { ...application, spec: { ...application.spec, ...spec } });
  }
}
