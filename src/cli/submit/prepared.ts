import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { SparkApplication } from '../../api/spark-application.ts';
import { CONF } from '../../spark/conf-keys.ts';
import { applicationWarnings } from '../../submission/application-warnings.ts';
import { validateApplication } from '../../submission/validate-application.ts';
import type { Terminal } from '../command.ts';
import type { UploadPlan } from '../../upload/upload-plan.ts';
import { applicationName } from './application-name.ts';
import { applicationOf, NEWEST_SPARK_VERSION, sparkVersionOfImage } from './application-of.ts';
import { FLAGS, type FlagName } from './flags.ts';
import { withListedFiles } from './listed-files.ts';
import { withLocalConfiguration, type Configured } from './local-configuration.ts';
import { readPropertyFiles } from './property-files.ts';
import { submissionOf, type Submission } from './submission.ts';
import { lastValue, type SubmitWords } from './submit-words.ts';
import { withUploads } from './uploads.ts';

/** Everything that is to be done, before anything is done. */
export interface Prepared extends Configured {
  readonly submission: Submission;
  /** What has to be put somewhere before; undefined where nothing has. */
  readonly upload: UploadPlan | undefined;
}

/**
 * Makes the application of a command line and checks it, without a cluster and without a change to anything.
 *
 * Fails: with a UsageError or a CommandError; with undefined where the application is wrong, which was told then.
 */
export async function prepare(words: SubmitWords, terminal: Terminal): Promise<Prepared | undefined> {
  const { environment } = terminal;
  // What is submitted.
  const files = await readPropertyFiles(words, environment);
  const read = submissionOf(words, files, { environment, toAbsolute });
  const { conf, unmatched } = await withListedFiles(read.conf, toAbsolute);
  const { submission, upload } = await withUploads({ ...read, conf }, toAbsolute);
  tellIdle(words, unmatched, terminal);
  // The resource for it.
  const made = applicationOf(submission, {
    name: nameOf(words, conf.read(CONF.appName) ?? ''),
    namespace: conf.get(CONF.namespace.key),
    sparkVersion: sparkVersionOf(words, conf.read(CONF.image), terminal),
  });
  const { application, configMaps } = await withLocalConfiguration(made, environment);
  return isRight(application, terminal) ? { submission, upload, application, configMaps } : undefined;
}

/** From the folder that the command runs in. */
const toAbsolute = (path: string): string => resolve(path);

/** Each run makes an application of its own, unless it is named; what is only printed has a name that stays the same. */
function nameOf(words: SubmitWords, appName: string): string {
  const own = lastValue(words, '--application');
  if (own !== undefined) return own;
  return applicationName(appName, words.values.has('--dry-run') ? undefined : randomBytes(8).toString('hex'));
}

/** By the flag, by the tag of the image, else the newest: pods differ a little from version to version. */
function sparkVersionOf(words: SubmitWords, image: string | undefined, terminal: Terminal): string {
  const version = lastValue(words, '--spark-version') ?? sparkVersionOfImage(image);
  if (version !== undefined) return version;
  terminal.tell(
    `the image does not say which version of Spark it has: taken for ${NEWEST_SPARK_VERSION}; --spark-version says another one`,
  );
  return NEWEST_SPARK_VERSION;
}

/** What was written and does nothing. */
function tellIdle({ values }: SubmitWords, unmatched: readonly string[], terminal: Terminal): void {
  const idle = [...values.keys()].filter((flag: FlagName) => FLAGS[flag].kind === 'idle');
  for (const flag of idle) terminal.tell(`warning: ${flag} has no effect on Kubernetes`);
  for (const glob of unmatched) terminal.tell(`warning: ${glob} matches no file`);
}

/** By the checks of the operator; where no namespace is named, any will do for them. */
function isRight(application: SparkApplication, terminal: Terminal): boolean {
  const { metadata } = application;
  const placed = { ...application, metadata: { namespace: 'default', ...metadata, uid: 'unknown' } };
  const violations = validateApplication(placed);
  for (const { path, message } of applicationWarnings(placed, violations))
    terminal.tell(`warning: ${path}: ${message}`);
  for (const { path, message } of violations) terminal.tell(`error: ${path}: ${message}`);
  return violations.length === 0;
}
