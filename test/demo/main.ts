/** `npm run demo`: a cluster, the operator, one application to its end, its executors' timeline, and nothing left. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { installOperator } from '../cluster/install-operator.ts';
import { takeDownCluster } from '../cluster/local/cluster-life.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { END_SIGNALS } from '../cluster/local/foreground.ts';
import { helmProgram } from '../cluster/local/kubernetes-programs.ts';
import { reportProgress } from '../cluster/local/progress.ts';
import { capture } from '../cluster/local/run.ts';
import { clusterWithOperator } from '../cluster/with-operator.ts';
import { followApplication, type ClusterAccess, type Ending } from './follow-application.ts';

const NAME = 'demo';
const APPLICATION = 'spark-pi';
const MANIFEST = join(import.meta.dirname, '../../examples/spark-pi.yaml');
const KEPT = `The cluster stays up. Look at it with
  npm run cluster -- --name ${NAME} kubectl get sparkapp,sparkexec,pods
  npm run cluster -- --name ${NAME} kubectl logs ${APPLICATION}-driver
and take it down with
  npm run cluster -- --name ${NAME} down`;

const { values: flags } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, context: { type: 'string' } },
});
const progress = reportProgress();
const ending = new AbortController();
for (const name of END_SIGNALS) process.once(name, () => ending.abort());

try {
  const access = await (flags.context === undefined ? localCluster() : existingCluster(flags.context));
  process.exitCode = await runApplication(access);
  if (flags.keep && flags.context === undefined) console.log(KEPT);
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
} finally {
  if (flags.context === undefined && !flags.keep) await takeDownCluster(NAME, progress);
}

async function localCluster(): Promise<ClusterAccess> {
  const life = flags.keep ? 'detached' : 'owned';
  const cluster = await clusterWithOperator({ name: NAME, life, progress, signal: ending.signal });
  return {
    kubectl: (words) => cluster.kubectl(words),
    kubectlCommand: (words) => cluster.kubectlCommand(words),
    environment: cluster.environment,
  };
}

/** Assumes: its nodes can pull the images. */
async function existingCluster(context: string): Promise<ClusterAccess> {
  const kubectlCommand = (words: readonly string[]): readonly string[] => [
    'kubectl',
    '--context',
    context,
    ...words,
  ];
  const kubectl = (words: readonly string[]): Promise<string> => capture(kubectlCommand(words));
  const helm = await helmProgram(progress);
  await installOperator((words) => capture([helm, '--kube-context', context, ...words]), progress);
  return { kubectl, kubectlCommand, environment: {} };
}

async function runApplication(access: ClusterAccess): Promise<number> {
  await access.kubectl(['delete', '-f', MANIFEST, '--ignore-not-found', '--wait']);
  await access.kubectl(['apply', '-f', MANIFEST]);
  const ended = await followApplication(APPLICATION, access, progress, ending.signal);
  await report(ended, access);
  return ended.state === 'COMPLETED' ? 0 : 1;
}

async function report(ended: Ending, { kubectl }: ClusterAccess): Promise<void> {
  const log = await kubectl(['logs', `${APPLICATION}-driver`]).catch(errorText);
  const result = log.split('\n').filter((line) => line.startsWith('Pi is roughly'));
  console.log(
    `\n${APPLICATION}: ${ended.state}${ended.errorMessage === '' ? '' : `\n${ended.errorMessage}`}`,
  );
  console.log(result.join('\n'));
  console.table(ended.executors);
}
