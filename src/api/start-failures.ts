/**
 * Reasons in `status.failures` of attempts that never came to run; `docs/life.md` says what each means. They are the values of
 * a label of a metric, too: a reason that changes here changes what people's alerts match on.
 */
export const START_FAILURES: readonly string[] = [
  'SubmissionRefused',
  'DriverImageInvalid',
  'DriverImageMissing',
  'DriverImagePullFailed',
  'DriverConfigMissing',
  'DriverVolumeMissing',
  'DriverContainerRefused',
  'DriverStartTimeout',
  'ExecutorStartTimeout',
];
