import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../operator-error.ts';
import { parseProperties } from '../../spark/properties-file.ts';
import { CommandError } from '../command.ts';
import type { Texts } from './submission.ts';
import { lastValue, type SubmitWords } from './submit-words.ts';

/**
 * Reads the files of properties that count for a command line, the one that wins first: those that flags name, and
 * `spark-defaults.conf` where no flag names one, or `--load-spark-defaults` asks for it.
 *
 * Fails: with a CommandError for a file that a flag names and that cannot be read.
 *
 * @see Spark `SparkSubmitArguments.mergeDefaultSparkProperties`
 */
export async function readPropertyFiles(
  words: SubmitWords,
  environment: Texts,
): Promise<readonly ReadonlyMap<string, string>[]> {
  const own = lastValue(words, '--properties-file');
  const named = [
    ...(words.values.get('--extra-properties-file') ?? []).toReversed(),
    ...(own === undefined ? [] : [own]),
  ];
  // Defaults are for those who name nothing.
  const wantsDefaults = own === undefined || words.values.has('--load-spark-defaults');
  const directory = confDirectory(environment);
  const defaults =
    wantsDefaults && directory !== undefined
      ? await readIfThere(join(directory, 'spark-defaults.conf'))
      : undefined;
  const read = await Promise.all(named.map(readProperties));
  return defaults === undefined ? read : [...read, defaults];
}

/** SPARK_CONF_DIR, else `conf` in SPARK_HOME. */
export function confDirectory({ SPARK_CONF_DIR: own, SPARK_HOME: home }: Texts): string | undefined {
  return own ?? (home === undefined ? undefined : join(home, 'conf'));
}

/** Nobody has named it, so it may be missing. */
async function readIfThere(file: string): Promise<ReadonlyMap<string, string> | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(cause.code ?? '')) return undefined;
    throw unreadable(file, cause);
  });
  return text === undefined ? undefined : trimmed(text, file);
}

async function readProperties(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  return trimmed(text, file);
}

/** Spaces around a value are nobody's wish. @see Spark `Utils.getPropertiesFromFile` */
function trimmed(text: string, file: string): ReadonlyMap<string, string> {
  try {
    return new Map(
      [...parseProperties(text)].map(([key, value]) => [
        key,
        // eslint-disable-next-line no-control-regex
        value.replaceAll(/^[\0-\t\v\f\x0E- ]+|[\0-\t\v\f\x0E- ]+$/gu, ''),
      ]),
    );
  } catch (cause) {
    if (!(cause instanceof OperatorError)) throw cause;
    throw new CommandError(`${file}: ${cause.message}`, { cause });
  }
}

function unreadable(file: string, cause: unknown): CommandError {
  const because = cause instanceof Error ? cause.message : String(cause);
  return new CommandError(`the properties file ${file} cannot be read: ${because}`, { cause });
}
