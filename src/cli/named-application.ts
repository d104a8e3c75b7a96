import { APPLICATIONS, type SparkApplication } from '../api/spark-application.ts';
import { EXECUTOR_SETS, executorSetName, type SparkExecutorSet } from '../api/spark-executor-set.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { Cluster } from './cluster.ts';
import { CommandError } from './command.ts';

/** The application of that name. Fails: with a CommandError where there is none, with an `ApiError` where nobody says. */
export async function applicationNamed(
  name: string,
  { api, namespace }: Cluster,
): Promise<Stored<SparkApplication>> {
  const application = await api.get(APPLICATIONS, { namespace, name });
  if (application !== undefined) return application;
  throw new CommandError(
    `there is no SparkApplication "${name}" in the namespace "${namespace}"; -n chooses another one`,
  );
}

/** The executor set of its latest attempt; it goes with the attempt, and in Driver mode there is none. */
export function executorSetOf(
  { metadata, status }: SparkApplication,
  { api, namespace }: Cluster,
): Promise<SparkExecutorSet | undefined> {
  const attempt = status?.attempt ?? status?.executionAttempts ?? 1;
  return api.get(EXECUTOR_SETS, { namespace, name: executorSetName(metadata.name, attempt) });
}
