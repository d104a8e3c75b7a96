import { OperatorError } from '../operator-error.ts';

/** The versions of Spark whose behaviour is known here, oldest first. */
export const KNOWN_MINORS = ['3.3', '3.4', '3.5', '4.0', '4.1', '4.2', '4.3'] as const;

export type KnownMinor = (typeof KNOWN_MINORS)[number];

/** A version of Spark as its vendor writes it, with the numbers that decide what it can do. */
export interface SparkVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** Reads `4.3.0`, `3.5`, `4.0.1-amzn-0`. Fails: SPARK_VERSION_UNREADABLE. */
export function parseSparkVersion(text: string): SparkVersion {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:[.-].*)?$/u.exec(text.trim()) ?? [];
  if (major === undefined) throw new OperatorError('SPARK_VERSION_UNREADABLE', { text });
  return { text: text.trim(), major: Number(major), minor: Number(minor) };
}

/** The known version that behaves most like `version`: itself, else the newest one before it, else the oldest. */
export function nearestKnownMinor(version: SparkVersion): KnownMinor {
  const older = KNOWN_MINORS.filter((minor) => order(parseSparkVersion(minor)) <= order(version));
  return older.at(-1) ?? KNOWN_MINORS[0];
}

/** Whether `version` is `minor` or newer. */
export function isAtLeast(version: SparkVersion, minor: KnownMinor): boolean {
  return order(version) >= order(parseSparkVersion(minor));
}

function order(version: SparkVersion): number {
  return version.major * 1_000 + version.minor;
}
