import { GROUP } from './group.ts';

/** Name of the SparkApplication, on every object made for it. */
export const APP_NAME_LABEL = `${GROUP}/app-name`;
/** `true` on every pod made by an operator of this API group; what its watches select. */
export const LAUNCHED_BY_LABEL = `${GROUP}/launched-by-spark-operator`;
/** Id of the submission, on every object of one attempt. */
export const SUBMISSION_ID_LABEL = `${GROUP}/submission-id`;
/** Number of the attempt, from 1. */
export const ATTEMPT_LABEL = `${GROUP}/attempt`;
/** Annotation of a driver pod: the fingerprint of the spec it was made from, as in `status.submittedSpec`. */
export const SUBMITTED_SPEC_ANNOTATION = `${GROUP}/submitted-spec`;
/** Annotation of a driver pod whose Spark makes the executors itself: `Driver`. Absent: the operator makes them. */
export const EXECUTOR_MANAGEMENT_ANNOTATION = `${GROUP}/executor-management`;
/** Annotation of a driver's ConfigMap: kinds of side objects of the attempt that few attempts have, as `plural.group`. */
export const SIDE_OBJECTS_ANNOTATION = `${GROUP}/side-objects`;
