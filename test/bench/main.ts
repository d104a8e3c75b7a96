/** `npm run bench -- NAME`: one benchmark, in the network of a cluster of its own if it needs one; nothing is left behind. */
import { join } from 'node:path';

import { bringUpCluster, takeDownCluster } from '../cluster/local/cluster-life.ts';
import { DEFAULT_OPTIONS } from '../cluster/local/cluster-layout.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { END_SIGNALS, runInForeground } from '../cluster/local/foreground.ts';
import { kubernetesPrograms, kwokProgram } from '../cluster/local/kubernetes-programs.ts';
import { reportProgress } from '../cluster/local/progress.ts';
import { installCrds } from '../cluster/install-operator.ts';
import type { ClusterBench } from './bench.ts';
import { judge } from './budget.ts';
import { parseBenchCommand, UsageError } from './command-line.ts';
import { buildOperator } from './operator-process.ts';

const NAME = 'bench';
const IN_NETWORK = join(import.meta.dirname, 'in-network.ts');
const progress = reportProgress();
const words = process.argv.slice(2);

try {
  const { bench, extent } = parseBenchCommand(words);
  process.exitCode = bench.where === 'here' ? judge(await bench.run(extent)) : await benchInCluster(bench);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : errorText(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** The cluster is as in production where it counts: etcd waits for the disk. */
async function benchInCluster({ prepare }: ClusterBench): Promise<number> {
  const ending = new AbortController();
  for (const name of END_SIGNALS) process.on(name, () => ending.abort());
  const options = { ...DEFAULT_OPTIONS, name: NAME, mode: 'api' as const, fsync: true };
  await kubernetesPrograms(progress);
  await kwokProgram(progress);
  await prepare?.(progress);
  try {
    const cluster = await bringUpCluster({ options, life: 'owned', progress, signal: ending.signal });
    await progress.step('build the operator', () => buildOperator(cluster.layout.folder));
    await installCrds((asked) => cluster.kubectl(asked));
    const command = cluster.inNetwork([process.execPath, IN_NETWORK, ...words]);
    return await runInForeground(command, { env: cluster.environment, signal: ending.signal });
  } finally {
    await takeDownCluster(NAME, progress);
  }
}
