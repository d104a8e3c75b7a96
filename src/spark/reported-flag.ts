import type { ConfKey } from './conf-key.ts';

/**
 * A flag as a driver reports it, and as Spark itself reads it; undefined where it reports none. Drivers may write
 * anything, so what is no flag is off.
 */
export function reportedFlag(
  reported: Readonly<Record<string, string>> | undefined,
  { key }: ConfKey<boolean>,
): boolean | undefined {
  const text = reported?.[key];
  return text === undefined ? undefined : text.trim().toLowerCase() === 'true';
}
