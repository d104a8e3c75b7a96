/** A folder of `src/`, what it is for, and what it may import. */
export interface Room {
  /** One line on the door. */
  readonly door: string;
  /** Rooms its files may import; `''` are the files directly in `src/`. */
  readonly imports: readonly string[];
  /** More rooms, for the files that do I/O. Absent: no file here does. */
  readonly shellImports?: readonly string[];
}

/** Rooms whose business is I/O, partners and entries: their files may be async and use Node's I/O modules. */
export const PARTNERS = ['', 'kube', 'metrics', 'upload', 'cli', 'operator'];

/** Names of the files that do I/O in the rooms that have a shell. */
export const SHELL = /(^|\/)(controller|observe|perform|perform-[a-z]+|[a-z-]+-store|[a-z-]+-source)\.ts$/u;

/** Top to bottom: arrows point down only. `README.md` shows this table; a test holds it there. */
export const ROOMS: Readonly<Record<string, Room>> = {
  cli: {
    door: 'sparkctl: one file for each command, which reads words and prints.',
    imports: ['', 'manifest', 'spark', 'api', 'pod', 'submission', 'executors', 'kube', 'upload'],
  },
  operator: {
    door: 'The operator that the process runs: its flags; informers, queues and controllers tied together.',
    imports: ['', 'manifest', 'api', 'submission', 'application', 'executors', 'kube', 'metrics'],
  },
  application: {
    door: 'The life of one application: observe, decide, perform.',
    imports: ['', 'manifest', 'spark', 'api', 'submission'],
    shellImports: ['kube', 'metrics', 'pod', 'executors'],
  },
  executors: {
    door: 'The executors of one application: snapshots, allocation, removals.',
    imports: ['', 'manifest', 'spark', 'api'],
    shellImports: ['kube', 'metrics', 'pod', 'volumes'],
  },
  submission: {
    door: 'SparkApplication → SparkConf → everything to create for one attempt.',
    imports: ['', 'manifest', 'spark', 'api', 'volumes', 'pod'],
  },
  pod: {
    door: 'SparkConf → driver and executor pods, feature step by feature step, as Spark builds them.',
    imports: ['', 'manifest', 'spark', 'volumes'],
  },
  volumes: {
    door: 'spark.kubernetes.*.volumes.* → volumes and mounts.',
    imports: ['', 'manifest', 'spark'],
  },
  api: {
    door: 'Our resources: one schema gives types, CRDs and validation; states, conditions, labels.',
    imports: ['', 'manifest', 'spark'],
  },
  kube: {
    door: 'Talking to the API server: transport, informers, work queue, lease, Events. No Spark word in it.',
    imports: ['', 'manifest'],
  },
  upload: {
    door: 'Files of this disk → a store that pods can read: the plan, the transfer, one file for each store.',
    imports: ['', 'spark'],
  },
  metrics: {
    door: 'Names, help texts and units of every metric; the page they are read from.',
    imports: ['', 'api'],
  },
  spark: {
    door: "Spark's words without Kubernetes: properties, sizes, durations, versions, names.",
    imports: ['', 'manifest'],
  },
  manifest: {
    door: "Kubernetes' words without Kubernetes: plain objects, owners, names.",
    imports: [''],
  },
  '': {
    door: 'The entry, and what every room uses: clock, log, errors.',
    imports: [''],
  },
};

/** The files directly in `src/`. The list is closed. */
export const ROOT_FILES = ['clock.ts', 'log.ts', 'main.ts', 'operator-error.ts', 'unreachable.ts'];

/** The files that begin a process: they read the environment, and end it. */
export const ENTRIES = ['main.ts', 'cli/cli.ts'];

/** Of the root files, the one that puts the process together and so may import from any room. */
export const COMPOSITION = ['main.ts'];
