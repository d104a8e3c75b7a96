import type { Cluster, ClusterChoice } from '../../../src/cli/cluster.ts';
import type { Terminal } from '../../../src/cli/command.ts';

/** A terminal with these files and this cluster, which keeps what was written. */
export class RecordedTerminal implements Terminal {
  readonly environment: Readonly<Record<string, string>>;
  readonly screen = undefined;
  /** Ctrl-C. */
  readonly interruption = new AbortController();
  printed = '';
  readonly told: string[] = [];
  /** Called with each thing that is printed. */
  onPrint: (text: string) => void = () => undefined;
  readonly #files: Readonly<Record<string, string>>;

  readonly #cluster: Cluster | undefined;
  /** How the cluster was chosen. */
  choice: ClusterChoice | undefined;

  constructor(
    files: Readonly<Record<string, string>> = {},
    cluster?: Cluster,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.environment = environment;
    this.#files = files;
    this.#cluster = cluster;
  }

  async connect(choice: ClusterChoice): Promise<Cluster> {
    this.choice = choice;
    if (this.#cluster === undefined) throw new Error('there is no cluster in this test');
    return this.#cluster;
  }

  async read(file: string): Promise<string> {
    const text = this.#files[file];
    if (text !== undefined) return text;
    const missing = new Error(`ENOENT: no such file or directory, open '${file}'`);
    throw Object.assign(missing, { syscall: 'open', code: 'ENOENT' });
  }

  /** Files are in folders by the slashes in their names. */
  async list(folder: string, isRecursive: boolean): Promise<readonly string[] | undefined> {
    const below = Object.keys(this.#files).filter((file) => file.startsWith(`${folder}/`));
    if (below.length === 0) return undefined;
    return below.filter((file) => isRecursive || !file.slice(folder.length + 1).includes('/'));
  }

  interrupted(): AbortSignal {
    return this.interruption.signal;
  }

  print(text: string): void {
    this.printed += text;
    this.onPrint(text);
  }

  tell(line: string): void {
    this.told.push(line);
  }
}
