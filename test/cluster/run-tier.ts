/** `run-tier.ts COMMAND…`: a node cluster with the operator on it, COMMAND in its network, and nothing left behind. */
import { airflowModules } from './airflow/airflow.ts';
import { connectModules } from './connect/connect.ts';
import { lockFile } from './local/cache.ts';
import { CLUSTER_VARIABLE } from './local/cluster.ts';
import { takeDownCluster } from './local/cluster-life.ts';
import { errorText } from './local/error-text.ts';
import { withFileLock } from './local/file-lock.ts';
import { END_SIGNALS, runInForeground } from './local/foreground.ts';
import { reportProgress } from './local/progress.ts';
import { operatorLog } from './operator-log.ts';
import { prepareStores } from './stores/prepare.ts';
import { clusterWithOperator } from './with-operator.ts';

const NAME = 'test-cluster';
/** What applications of the tests run beside the Spark of the examples. */
const IMAGES = ['spark-3.5'];
const progress = reportProgress();

// Otherwise a second run on the machine would share the cluster, and lose it when the first one ends.
await withFileLock(lockFile(`tier-${NAME}`), runTier, () =>
  progress.say(`waiting: another run of the tests uses cluster ${NAME}`),
);

async function runTier(): Promise<void> {
  const ending = new AbortController();
  for (const signal of END_SIGNALS) process.on(signal, () => ending.abort());
  try {
    // Inside the cluster's network nothing can be downloaded any more.
    await airflowModules(progress);
    await connectModules(progress);
    await prepareStores(progress);
    const cluster = await clusterWithOperator({
      name: NAME,
      images: IMAGES,
      life: 'owned',
      progress,
      signal: ending.signal,
    });
    const command = cluster.inNetwork([process.execPath, ...process.argv.slice(2)]);
    const env = { ...cluster.environment, [CLUSTER_VARIABLE]: NAME };
    process.exitCode = await runInForeground(command, { env });
    if (process.exitCode !== 0) console.error(await operatorLog((words) => cluster.kubectl(words)));
  } catch (error) {
    console.error(errorText(error));
    process.exitCode = 1;
  } finally {
    await takeDownCluster(NAME, progress);
  }
}
