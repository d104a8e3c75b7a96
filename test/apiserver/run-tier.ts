/** `run-tier.ts JEST…`: an API server with our CRDs, jest in its network, and nothing left behind. */
import { argoCd } from './argocd/argo-cd.ts';
import { installCrds } from '../cluster/install-operator.ts';
import { bringUpCluster, takeDownCluster } from '../cluster/local/cluster-life.ts';
import { ensureDebianPackages } from '../cluster/local/debian-packages.ts';
import { DEFAULT_OPTIONS } from '../cluster/local/cluster-layout.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { END_SIGNALS, runInForeground } from '../cluster/local/foreground.ts';
import { helmProgram } from '../cluster/local/kubernetes-programs.ts';
import { reportProgress } from '../cluster/local/progress.ts';

const NAME = 'test-api';
const progress = reportProgress();
const ending = new AbortController();
for (const signal of END_SIGNALS) process.on(signal, () => ending.abort());

try {
  // The tests want them, and inside the cluster's network nothing can be downloaded any more.
  await helmProgram(progress);
  await argoCd(progress);
  await ensureDebianPackages(['tmux'], progress);
  const options = { ...DEFAULT_OPTIONS, name: NAME, mode: 'api' as const };
  const cluster = await bringUpCluster({ options, life: 'owned', progress, signal: ending.signal });
  await progress.step('install the CRDs', () => installCrds((words) => cluster.kubectl(words)));
  // One test stops the API server that all of them share.
  const jest = [process.execPath, ...process.argv.slice(2), '--runInBand'];
  const command = cluster.inNetwork(jest);
  process.exitCode = await runInForeground(command, { env: cluster.environment });
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
} finally {
  await takeDownCluster(NAME, progress);
}
