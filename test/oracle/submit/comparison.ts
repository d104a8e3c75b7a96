/** What Spark makes of a command line, what we make of it, and where they differ. */
import { resolve } from 'node:path';
import { CommandError, UsageError } from '../../../src/cli/command.ts';
import { withListedFiles } from '../../../src/cli/submit/listed-files.ts';
import { readPropertyFiles } from '../../../src/cli/submit/property-files.ts';
import { submissionOf } from '../../../src/cli/submit/submission.ts';
import { parseSubmitWords } from '../../../src/cli/submit/submit-words.ts';
import { withSubmitProperties } from '../../../src/spark/submit-properties.ts';
import { at, isObject, type Json } from '../../golden/json.ts';
import type { CommandLine } from './random-words.ts';

/** What one side makes of a command line: everything by name, or why it does not want it. */
export type Submitted = Readonly<Record<string, string>> | { readonly refused: string };

/** A difference that is meant. */
interface Meant {
  readonly why: string;
  readonly is: (spark: Submitted, ours: Submitted) => boolean;
}

const sparkRefuses =
  (says: RegExp): Meant['is'] =>
  (spark, ours) =>
    isRefused(spark) && !isRefused(ours) && says.test(spark.refused);
const weRefuse =
  (says: RegExp): Meant['is'] =>
  (spark, ours) =>
    !isRefused(spark) && isRefused(ours) && says.test(ours.refused);

/** Differences that are meant. */
export const MEANT: readonly Meant[] = [
  {
    why: 'without a deploy mode Spark is in client mode; sparkctl has only cluster mode, so that is meant',
    is: (spark, ours) =>
      !isRefused(spark) && !isRefused(ours) && spark['spark.submit.deployMode'] === 'client',
  },
  {
    why: 'without a master Spark runs on this machine; sparkctl takes the cluster of the kubeconfig',
    is: (spark, ours) =>
      !isRefused(ours) &&
      ours['spark.master'] === undefined &&
      (isRefused(spark) || (spark['spark.master'] ?? '').startsWith('local')),
  },
  { why: 'there is no client mode', is: weRefuse(/client mode/u) },
  { why: 'there are no other clusters', is: weRefuse(/--master takes/u) },
  { why: 'a main class is not looked for in the manifest of a jar', is: weRefuse(/--class is missing/u) },
  { why: 'a folder is told, where Spark leaves it out without a word', is: weRefuse(/is a folder/u) },
  {
    why: 'what is resolved from Maven is resolved by the driver alone',
    is: sparkRefuses(/unresolved dependency/u),
  },
  { why: 'Spark stumbles over the brackets of a glob', is: sparkRefuses(/Illegal character in path/u) },
  {
    why: 'Spark looks for R packages in jars of this disk alone',
    is: sparkRefuses(/URI scheme is not "file"|ZipException/u),
  },
  {
    why: 'Spark takes a question mark for the query of a URI, and so for no glob',
    is: (spark, ours) =>
      !isRefused(spark) && !isRefused(ours) && Object.values(spark).some((text) => /\w\?\w/u.test(text)),
  },
];

/** Whether a side refuses the command line. */
export function isRefused(submitted: Submitted): submitted is { readonly refused: string } {
  return 'refused' in submitted;
}

/** From the answer of the harness. The time of a submission is another one each time. */
export function submittedBySpark(answer: Json): Submitted {
  const refused = at(answer, 'refused');
  if (typeof refused === 'string') return { refused };
  const conf = at(answer, 'conf');
  const words = at(answer, 'arguments');
  const told = Array.isArray(words) ? words.map(String) : [];
  const valuesOf = (flag: string): string[] =>
    told.flatMap((word, index) => (word === flag && index % 2 === 0 ? [told[index + 1] ?? ''] : []));
  const [main = 'spark-internal'] = ['java-resource', 'py-file', 'r-file'].flatMap((kind) =>
    valuesOf(`--primary-${kind}`),
  );
  return plain({
    ...(isObject(conf)
      ? Object.fromEntries(
          Object.entries(conf).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
        )
      : {}),
    'spark.app.submitTime': '',
    main,
    class: valuesOf('--main-class')
      .join()
      .replace(/^org\.apache\.spark\.deploy\.(?:Python|R)Runner$/u, ''),
    arguments: JSON.stringify(valuesOf('--arg')),
    proxyUser: valuesOf('--proxy-user').join(),
  });
}

/** By ourselves, in the folder that is the current one. */
export async function submittedByUs({ words: all, environment }: CommandLine): Promise<Submitted> {
  try {
    const words = parseSubmitWords(all);
    const files = await readPropertyFiles(words, environment);
    const submission = submissionOf(words, files, { environment, toAbsolute: (path) => resolve(path) });
    const { conf } = await withListedFiles(submission.conf, (path) => resolve(path));
    const { main, proxyUser = '', mainClass = '' } = submission;
    const complete = withSubmitProperties(conf, {
      master: conf.get('spark.master') ?? '',
      name: '',
      mainResource: main,
      submittedAtMs: 0,
    });
    return plain({
      ...complete.toRecord(),
      'spark.app.submitTime': '',
      main: main.uri,
      // Spark puts a runner in its place.
      class: main.kind === 'java' ? mainClass : '',
      arguments: JSON.stringify(submission.arguments),
      proxyUser,
    });
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof CommandError)) throw error;
    return { refused: error.message };
  }
}

/** What differs, a line each; nothing where both refuse, and where the difference is meant. */
export function differences(spark: Submitted, ours: Submitted): readonly string[] {
  if (isRefused(spark) && isRefused(ours)) return [];
  if (MEANT.some(({ is }) => is(spark, ours))) return [];
  if (isRefused(spark)) return [`Spark refuses it: ${spark.refused}`];
  if (isRefused(ours)) return [`we refuse it: ${ours.refused}`];
  const keys = [...new Set([...Object.keys(spark), ...Object.keys(ours)])].toSorted();
  return keys
    .filter((key) => spark[key] !== ours[key])
    .map((key) => `${key}: Spark ${spark[key] ?? 'nothing'}, we ${ours[key] ?? 'nothing'}`);
}

/** An empty value is none; `file:` with three slashes is the same as with one. */
function plain(submitted: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(submitted)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [key, value.replaceAll('file:///', 'file:/')]),
  );
}
