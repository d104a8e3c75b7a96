/** An executor as it really is, whatever an operator knows of it. */
import type { Stored } from '../../../src/manifest/object-meta.ts';
import type { PodManifest, PodStatus } from '../../../src/manifest/pod.ts';

export interface TrueExecutor {
  readonly id: number;
  readonly profileId: number;
  readonly name: string;
  readonly uid: string;
  readonly stage: 'pending' | 'running' | 'unknown' | 'ended';
  /** Of the Spark container, once it has ended. */
  readonly exitCode: number | undefined;
  /** Somebody has asked for its deletion. */
  readonly isDeleting: boolean;
  /** It is kept to be looked at. */
  readonly isInactive: boolean;
  /** The names of the claims it uses. */
  readonly claims: readonly string[];
}

/** The Spark container is the only one. */
export function trueExecutor({ metadata, spec, status }: Stored<PodManifest>): TrueExecutor {
  const labels = metadata.labels ?? {};
  const terminated = endOf(status);
  return {
    id: Number(labels['spark-exec-id']),
    profileId: Number(labels['spark-exec-resourceprofile-id']),
    name: metadata.name,
    uid: metadata.uid,
    stage: terminated === undefined ? (STAGES[status?.phase ?? ''] ?? 'unknown') : 'ended',
    exitCode: terminated?.exitCode,
    isDeleting: metadata.deletionTimestamp !== undefined,
    isInactive: labels['spark-exec-inactive'] === 'true',
    claims: (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []),
  };
}

const endOf = (status: PodStatus | undefined) => status?.containerStatuses?.[0]?.state?.terminated;

const STAGES: Readonly<Record<string, TrueExecutor['stage']>> = {
  Pending: 'pending',
  Running: 'running',
  Succeeded: 'ended',
  Failed: 'ended',
};

/** It runs, or is about to, and nobody has asked it to go. */
export const isWell = ({ stage, isDeleting }: TrueExecutor): boolean =>
  !isDeleting && (stage === 'pending' || stage === 'running');
