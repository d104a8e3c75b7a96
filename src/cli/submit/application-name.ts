import { appNameLabel } from '../../spark/application-names.ts';

/** Longest name of an application: a DNS label. */
const MAX_LENGTH = 63;

/**
 * Gives a name for the SparkApplication from the name that people gave the application, as Spark names its pods: in lower
 * case, with dashes for all that is neither letter nor digit, and behind it, where there is one, an id that nobody else has.
 */
export function applicationName(appName: string, uniqueId: string | undefined): string {
  const tail = uniqueId === undefined ? '' : `-${uniqueId}`;
  const label = appNameLabel(appName).replace(/^(?![a-z])/u, 'spark-');
  return `${label.slice(0, MAX_LENGTH - tail.length).replace(/-+$/u, '')}${tail}`;
}
