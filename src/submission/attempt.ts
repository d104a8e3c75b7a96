import type { SparkApplication } from '../api/spark-application.ts';
import { attemptIds, type AttemptIds } from '../spark/application-names.ts';

/** One attempt to run an application, with everything about it that is not in the application. */
export interface Attempt {
  readonly application: SparkApplication;
  readonly namespace: string;
  /** From 1. Two attempts of one application share names that people choose, and no id. */
  readonly attempt: number;
  /** Follow from uid and attempt: a repeated try has the same ones, and so finds what the last one made. */
  readonly ids: AttemptIds;
  /** `spark.app.submitTime`, in milliseconds. */
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
