/** All that the supervisor needs to know to bring a cluster up, prepared where the outside world can be reached. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ClusterLayout, ClusterOptions } from './cluster-layout.ts';

export interface ClusterPlan {
  readonly options: ClusterOptions;
  /** The folder of Kubernetes' programs. */
  readonly programs: string;
  /** What the node begins with; absent where no pods run. */
  readonly images?: {
    readonly archives: readonly string[];
    /** The folder of an image store with all of them. */
    readonly store: string;
  };
}

const planFile = (layout: ClusterLayout): string => join(layout.folder, 'plan.json');

export async function writePlan(layout: ClusterLayout, plan: ClusterPlan): Promise<void> {
  await writeFile(planFile(layout), `${JSON.stringify(plan, undefined, 2)}\n`);
}

/** The plan of a cluster that is up or coming up. */
export async function readPlan(layout: ClusterLayout): Promise<ClusterPlan> {
  // Only this program writes there, under a lock.
  return JSON.parse(await readFile(planFile(layout), 'utf8')) as ClusterPlan;
}
