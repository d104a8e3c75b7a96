import type { SparkApplication } from '../api/spark-application.ts';
import { attemptIds, type AttemptIds } from '../spark/application-names.ts';

/** One attempt to run an application, with everything about it that is not in the application. */
export interface Attempt {
  readonly application: SparkApplication;
  readonly namespace: string;
  /** From 1. */
  readonly attempt: number;
  readonly ids: AttemptIds;
  readonly submittedAtMs: number;
}

/** Gives the attempt with the ids that are always its own. */
export function attemptOf(application: SparkApplication, attempt: number, submittedAtMs: number): Attempt {
  return {
    application,
    namespace: application.metadata.namespace ?? 'default',
    attempt,
    ids: attemptIds(application.metadata.uid ?? '', attempt),
    submittedAtMs,
  };
}
