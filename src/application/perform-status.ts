import { isDeepStrictEqual } from 'node:util';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationStatus,
} from '../api/spark-application.ts';
import { isApiError } from '../kube/api-error.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Stored } from '../manifest/object-meta.ts';
import { executorStatePatch } from './executor-state.ts';
import type { Hands } from './perform-hands.ts';
import { statusCounts } from './status-counts.ts';

/** Writes in a row that somebody else's writes may get ahead of. */
const MOST_CONFLICTS = 10;

/**
 * Writes the status, in the place of exactly the one that was looked at.
 *
 * 1. Patch on the version that was observed.
 * 2. On a conflict look at the live object: where only a label or the like has changed, patch on its version.
 * 3. Where spec or status moved, or another application has the name, the conflict is the caller's: decide anew.
 *
 * Guarantees: two writers never mix; the next look, from whatever cache, rests on what was written here.
 * Assumes: `status` was decided from `application`, whole: what is not in it is taken away.
 * Fails: with an `ApiError`; `Conflict` where the decision has become outdated, `NotFound` where the application went.
 */
export async function setStatus(
  application: Stored<SparkApplication>,
  status: SparkApplicationStatus,
  hands: Hands,
): Promise<void> {
  let { resourceVersion } = application.metadata;
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      await patchStatus(application, resourceVersion, status, hands);
      return report(application, status, hands);
    } catch (caught) {
      if (!isApiError(caught, 'Conflict') || conflicts >= MOST_CONFLICTS) throw caught;
      const live = await hands.api.get(APPLICATIONS, application.metadata);
      if (live === undefined || !isSameToUs(live, application)) throw caught;
      resourceVersion = live.metadata.resourceVersion;
    }
  }
}

/** Whether everything a decision rests on is as it was. */
const isSameToUs = (live: Stored<SparkApplication>, looked: Stored<SparkApplication>): boolean =>
  live.metadata.uid === looked.metadata.uid &&
  live.metadata.generation === looked.metadata.generation &&
  isDeepStrictEqual(live.status, looked.status);

/** One try, on that version. */
async function patchStatus(
  application: Stored<SparkApplication>,
  resourceVersion: string,
  status: SparkApplicationStatus,
  { api, clock, ownWrites, statusWrites }: Hands,
): Promise<void> {
  const { namespace, name } = application.metadata;
  const patch = { metadata: { resourceVersion }, status: mergePatchOf(application.status, status) };
  const after = await api.mergePatch(APPLICATIONS, { namespace, name }, patch, 'status');
  statusWrites.set(keyOf(application.metadata), clock.now());
  // The cache may still show the version looked at, or already the one that got ahead of it: both are outdated now.
  for (const before of [application.metadata.resourceVersion, resourceVersion]) {
    ownWrites.wrote(keyOf(application.metadata), before, after);
  }
}

/** Logs and counts a change of state, once: the write that made it cannot succeed twice. */
function report(
  { metadata, status: before }: Stored<SparkApplication>,
  after: SparkApplicationStatus,
  { log, metrics }: Hands,
): void {
  const { state } = after.applicationState;
  if (state === before?.applicationState.state) return;
  log.info({ namespace: metadata.namespace, name: metadata.name, state }, 'application changed its state');
  for (const { name, labels } of statusCounts(before, after)) metrics.add(name, labels);
}

/** A merge patch keeps what it does not name, so what is gone has to be named. */
function mergePatchOf(
  before: SparkApplicationStatus | undefined,
  after: SparkApplicationStatus,
): Readonly<Record<string, unknown>> {
  const { state, errorMessage = null } = after.applicationState;
  const { executorState = {}, ...rest } = after;
  const states = executorStatePatch(before?.executorState ?? {}, executorState);
  const gone = Object.keys(before ?? {}).filter((key) => !(key in after));
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...rest,
    ...(states === undefined ? {} : { executorState: states }),
    applicationState: { state, errorMessage },
  };
}
