import { PODS, type PodManifest } from '../../manifest/pod.ts';
import type { Stored } from '../../manifest/object-meta.ts';
import type { Cluster } from '../cluster.ts';
import type { Screen } from './screen.ts';

/** The log of one attempt's driver, on its way. */
export interface DriverLog {
  readonly attempt: number;
  /** Settles when the log has ended, or cannot be read. Never fails: the reason is told. */
  readonly ended: Promise<void>;
}

/** Writes what the driver of an attempt logs, until it ends; lines that were written before it was asked come first. */
export function followLog(
  pod: Stored<PodManifest>,
  attempt: number,
  {
    cluster,
    screen,
    signal,
  }: { readonly cluster: Cluster; readonly screen: Screen; readonly signal: AbortSignal },
): DriverLog {
  // The Spark container comes last; beside it there may be others.
  const container = pod.spec.containers.at(-1)?.name ?? '';
  const write = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of cluster.log({ ...pod.metadata, container }, signal)) {
      const text = rest + decoder.decode(chunk, { stream: true });
      // Whole lines only: something else may be written in between.
      const end = text.lastIndexOf('\n') + 1;
      if (end > 0) screen.print(text.slice(0, end));
      rest = text.slice(end);
    }
    if (rest !== '') screen.print(`${rest}\n`);
  };
  const ended = write().catch((error: unknown) => {
    if (signal.aborted) return;
    screen.tell(
      `the log of the driver cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return { attempt, ended };
}

/** The driver pod once its log can be read; undefined before. */
export async function loggingDriver(
  name: string,
  { api, namespace }: Pick<Cluster, 'api' | 'namespace'>,
): Promise<Stored<PodManifest> | undefined> {
  const pod = await api.get(PODS, { namespace, name });
  return ['Running', 'Succeeded', 'Failed'].includes(pod?.status?.phase ?? '') ? pod : undefined;
}

/** The exit code of the Spark container in it; undefined where there is none. */
export function exitCodeOf(pod: PodManifest | undefined): number | undefined {
  const name = pod?.spec.containers.at(-1)?.name;
  const status = pod?.status?.containerStatuses?.find((each) => each.name === name);
  return status?.state?.terminated?.exitCode;
}
