import { parseDuration } from '../spark/durations.ts';
import type { HadoopProperties } from './upload-store.ts';

/** How long a store may be silent, where no property says so. */
const USUAL = '60s';

/** Reads that time, in ms. Fails: with an `OperatorError` for one that cannot be read. */
export const patienceOf = (key: string, hadoop: HadoopProperties): number =>
  parseDuration(hadoop(key) ?? USUAL, 'ms', `spark.hadoop.${key}`);

/** What work goes by that must not last for ever. */
export interface Watched {
  /** Ends the work: because somebody wants it, or because of the silence. */
  readonly signal: AbortSignal;
  /** To be called at each sign of life. */
  readonly alive: () => void;
}

/**
 * Does work with a library that would wait for ever for a server that is silent.
 *
 * Guarantees: settles `patienceMs` after the last sign of life at the latest, also where the library does not look at the signal.
 * Fails: as the work does; with the code `SILENT` where there was no sign of life for so long.
 */
export async function unlessSilent<T>(
  patienceMs: number,
  work: (watched: Watched) => Promise<T>,
  ended?: AbortSignal,
): Promise<T> {
  const silence = new AbortController();
  // Asked first, so that what the work makes of its end is not told in its place.
  const silent = new Promise<never>((_, reject) => {
    silence.signal.addEventListener('abort', () => reject(silence.signal.reason), { once: true });
  });
  const giveUp = (): void => {
    const error = new Error(`it has said nothing for ${patienceMs / 1_000} s`);
    silence.abort(Object.assign(error, { code: 'SILENT' }));
  };
  let timer = setTimeout(giveUp, patienceMs);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patienceMs);
  };
  const signal = ended === undefined ? silence.signal : AbortSignal.any([ended, silence.signal]);
  try {
    return await Promise.race([silent, work({ signal, alive })]);
  } finally {
    clearTimeout(timer);
  }
}
