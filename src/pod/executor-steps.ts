import type { ExecutorConf } from './executor-conf.ts';
import { basicExecutor } from './features/basic-executor.ts';
import { decommission } from './features/decommission.ts';
import { envSecrets } from './features/env-secrets.ts';
import { hadoopConfExecutor } from './features/hadoop-conf.ts';
import { localDirs } from './features/local-dirs.ts';
import { mountSecrets } from './features/mount-secrets.ts';
import { mountVolumes } from './features/mount-volumes.ts';
import { noToken } from './features/no-token.ts';
import { serviceAccount } from './features/service-account.ts';
import type { FeatureStep } from './spark-pod.ts';

/**
 * What makes an executor, in Spark's order. `localDirs` comes after the volumes because it looks for those named
 * `spark-local-dir-*`.
 *
 * @see Spark `KubernetesExecutorBuilder`
 */
export const EXECUTOR_STEPS: readonly FeatureStep<ExecutorConf>[] = [
  basicExecutor, // name, owner, labels, image, size, port, environment
  decommission, // time to move blocks away before it ends
  serviceAccount, // who it is to the API server
  mountSecrets, // secrets as files
  envSecrets, // secrets as variables
  mountVolumes, // volumes, and claims made on demand
  hadoopConfExecutor, // where Hadoop is
  localDirs, // where shuffle and spill files go
  noToken, // ours: it never talks to the API server
];
