/** What a benchmark is: how much it does, what it works with, and the budgets it ends in. */
import type { LocalCluster } from '../cluster/local/cluster.ts';
import type { Progress } from '../cluster/local/progress.ts';
import type { ApiServer } from '../../src/kube/api-server.ts';
import type { Budget } from './budget.ts';
import type { Program, ProgramDescription } from './program.ts';

export type Bench = ClusterBench | LocalBench;

/** Works on an API server: a cluster is brought up for it. */
export interface ClusterBench extends BenchDescription {
  readonly where: 'cluster';
  /** Gets what it needs from the outside world, which cannot be reached later. */
  readonly prepare?: (progress: Progress) => Promise<unknown>;
  /** Prints its figures as it gets them; answers with what they have to be measured by. */
  readonly run: (extent: Extent, world: BenchWorld) => Promise<readonly Budget[]>;
}

/** Works without a cluster. */
export interface LocalBench extends BenchDescription {
  readonly where: 'here';
  readonly run: (extent: Extent) => readonly Budget[] | Promise<readonly Budget[]>;
}

interface BenchDescription {
  /** One line for the list of benchmarks. */
  readonly says: string;
  /** What is done without options, and the most that may be asked for, so that every run comes to an end. */
  readonly usual: Extent;
  readonly most: Extent;
}

/** How much is measured. */
export interface Extent {
  /** Objects of a round. */
  readonly count: number;
  /** Pairs of rounds: with the operator, and without. */
  readonly rounds: number;
  /** Measurements of something that happens one at a time. */
  readonly samples: number;
}

/** A cluster that nobody else uses, with our resources installed and the fake node ready. */
export interface BenchWorld {
  readonly api: ApiServer;
  readonly cluster: LocalCluster;
  readonly progress: Progress;
  /** Aborts when time is up or a program has ended unasked; its reason says which. */
  readonly signal: AbortSignal;
  /** Runs a program beside this one, until it is stopped or this process ends. */
  readonly start: (description: ProgramDescription) => Program;
  readonly operator: OperatorWish;
}

/** How the operator is to be run. */
export interface OperatorWish {
  /** Folder for its CPU profiles, if they were asked for. */
  readonly profiles: string | undefined;
  /** Flags of its own, in addition to those that a benchmark needs. */
  readonly flags: readonly string[];
}
