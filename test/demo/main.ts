/** `npm run demo`: a cluster, the operator, one application to its end, its executors' timeline, and nothing left. */
import { join } from 'node:path';

import { installOperator } from '../cluster/install-operator.ts';
import { findCluster } from '../cluster/local/cluster.ts';
import { takeDownCluster } from '../cluster/local/cluster-life.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { END_SIGNALS } from '../cluster/local/foreground.ts';
import { helmProgram } from '../cluster/local/kubernetes-programs.ts';
import { reportProgress } from '../cluster/local/progress.ts';
import { capture } from '../cluster/local/run.ts';
import { operatorLog } from '../cluster/operator-log.ts';
import { clusterWithOperator } from '../cluster/with-operator.ts';
import { parseDemoCommand, type DemoWish } from './command-line.ts';
import { followApplication, type ClusterAccess, type Ending } from './follow-application.ts';

const NAME = 'demo';
const APPLICATION = 'spark-pi';
const MANIFEST = join(import.meta.dirname, '../../examples/spark-pi.yaml');
const KEPT = `The cluster stays up. Look at it with
  npm run cluster -- --name ${NAME} kubectl get sparkapp,sparkexec,pods
  npm run cluster -- --name ${NAME} kubectl logs ${APPLICATION}-driver
  npm run cluster -- --name ${NAME} sparkctl list
  npm run cluster -- --name ${NAME} helm list --all-namespaces
and take it down with
  npm run cluster -- --name ${NAME} down`;

const progress = reportProgress();
const ending = new AbortController();
for (const name of END_SIGNALS) process.once(name, () => ending.abort());

const command = parseDemoCommand(process.argv.slice(2));
if (command.kind === 'say') {
  (command.exitCode === 0 ? console.log : console.error)(command.text);
  process.exitCode = command.exitCode;
} else {
  await (command.wish.context === undefined
    ? demoOnLocalCluster(command.wish)
    : demoOn(command.wish.context));
}

/** A cluster that was up before stays up. */
async function demoOnLocalCluster({ keep }: DemoWish): Promise<void> {
  const isKept = keep || (await findCluster(NAME)) !== undefined;
  try {
    await demo(() => localCluster(isKept));
    if (isKept && (await findCluster(NAME)) !== undefined) console.log(KEPT);
  } finally {
    if (!isKept) await takeDownCluster(NAME, progress);
  }
}

function demoOn(context: string): Promise<void> {
  return demo(() => existingCluster(context));
}

/** Where it fails on a cluster, other than by a signal, with the operator's log. */
async function demo(connect: () => Promise<ClusterAccess>): Promise<void> {
  let access: ClusterAccess | undefined;
  try {
    access = await connect();
    process.exitCode = await runApplication(access);
  } catch (error) {
    console.error(errorText(error));
    process.exitCode = 1;
  }
  if (access === undefined || process.exitCode === 0 || ending.signal.aborted) return;
  console.error(await operatorLog(access.kubectl));
}

async function localCluster(isKept: boolean): Promise<ClusterAccess> {
  const life = isKept ? 'detached' : 'owned';
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
