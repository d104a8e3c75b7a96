import type { SparkApplication } from '../api/spark-application.ts';
import type { Violation } from '../api/violation.ts';
import { KNOWN_MINORS, nearestKnownMinor, parseSparkVersion } from '../spark/spark-version.ts';
import { failureOf } from './check.ts';

/** A version of Spark that is unreadable, or too old for any pod that is built here. */
export function sparkVersionUnfit({ spec }: SparkApplication): readonly Violation[] {
  const unreadable = failureOf('spec.sparkVersion', () => parseSparkVersion(spec.sparkVersion));
  if (unreadable.length > 0 || parseSparkVersion(spec.sparkVersion).major >= OLDEST_MAJOR) return unreadable;
  return [
    {
      path: 'spec.sparkVersion',
      message: `The operator builds no pods for Spark ${spec.sparkVersion}. Use Spark ${OLDEST_MAJOR}.0 or newer.`,
    },
  ];
}

/** Before, pods could have no templates. */
const OLDEST_MAJOR = 3;

/**
 * Warns of a version whose pods nobody has held against Spark's own: it is newer than this release of the operator, or
 * was never made. Of one that is refused nothing is said here.
 */
export function unknownVersion(application: SparkApplication): readonly Violation[] {
  if (sparkVersionUnfit(application).length > 0) return [];
  const version = parseSparkVersion(application.spec.sparkVersion);
  const minor = `${version.major}.${version.minor}`;
  if (KNOWN_MINORS.some((known) => known === minor)) return [];
  const message =
    `This release of the operator does not know Spark ${minor}: it builds the pods as for ${nearestKnownMinor(version)}. ` +
    `It knows ${KNOWN_MINORS.join(', ')}. Check that this is the version in the image.`;
  return [{ path: 'spec.sparkVersion', message }];
}
