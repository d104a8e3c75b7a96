import { isDeepStrictEqual } from 'node:util';
import {
  APPLICATIONS,
  type SparkApplication,
  type SparkApplicationStatus,
} from '../api/spark-application.ts';
import { isApiError } from '../kube/api-error.ts';
import { keyOf } from '../kube/projection-cache.ts';
import type { Stored } from '../manifest/object-meta.ts';
import type { Hands } from './perform-hands.ts';

/** Writes in a row that somebody else's writes may get ahead of. */
const MOST_CONFLICTS = 10;

/**
 * The status moves from exactly what was looked at. A conflict over anything else, a label say, is no reason to decide
 * anew; one over spec or status is.
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

const isSameToUs = (live: Stored<SparkApplication>, looked: Stored<SparkApplication>): boolean =>
  live.metadata.uid === looked.metadata.uid &&
  live.metadata.generation === looked.metadata.generation &&
  isDeepStrictEqual(live.status, looked.status);

async function patchStatus(
  application: Stored<SparkApplication>,
  resourceVersion: string,
  status: SparkApplicationStatus,
  { api, ownWrites }: Hands,
): Promise<void> {
  const { namespace, name } = application.metadata;
  const patch = { metadata: { resourceVersion }, status: mergePatchOf(application.status, status) };
  const after = await api.mergePatch(APPLICATIONS, { namespace, name }, patch, 'status');
  for (const before of [application.metadata.resourceVersion, resourceVersion]) {
    ownWrites.wrote(keyOf(application.metadata), before, after);
  }
}

function report(
  { metadata, status: before }: Stored<SparkApplication>,
  { applicationState: { state } }: SparkApplicationStatus,
  { log, metrics }: Hands,
): void {
  if (state === before?.applicationState.state) return;
  log.info({ namespace: metadata.namespace, name: metadata.name, state }, 'application changed its state');
  if (state === 'COMPLETED' || state === 'FAILED') {
    metrics.add('spark_operator_applications_ended_total', { state });
  }
}

/** A merge patch keeps what it does not name, so what is gone has to be named. */
function mergePatchOf(
  before: SparkApplicationStatus | undefined,
  after: SparkApplicationStatus,
): Readonly<Record<string, unknown>> {
  const { state, errorMessage = null } = after.applicationState;
  const gone = Object.keys(before ?? {}).filter((key) => !(key in after));
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...after,
    applicationState: { state, errorMessage },
  };
}
