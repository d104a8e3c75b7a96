const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * An age for people, in at most two units, of which the smaller one is left out once it says little: `90s`, `12m`,
 * `3h20m`, `5d`. A clock that runs ahead of the API server's makes no negative ages.
 *
 * @see kubectl, column AGE
 */
export function ageText(ageMs: number): string {
  const ms = Math.max(0, ageMs);
  if (ms < 2 * MINUTE_MS) return `${Math.floor(ms / SECOND_MS)}s`;
  if (ms < 10 * MINUTE_MS) return inTwo(ms, [MINUTE_MS, 'm'], [SECOND_MS, 's']);
  if (ms < 3 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m`;
  if (ms < 8 * HOUR_MS) return inTwo(ms, [HOUR_MS, 'h'], [MINUTE_MS, 'm']);
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)}h`;
  if (ms < 8 * DAY_MS) return inTwo(ms, [DAY_MS, 'd'], [HOUR_MS, 'h']);
  return `${Math.floor(ms / DAY_MS)}d`;
}

/** A unit of time and its letter. */
type Unit = readonly [ms: number, letter: string];

/** The larger unit, and of the rest the smaller one where there is any. */
function inTwo(ms: number, [largeMs, large]: Unit, [smallMs, small]: Unit): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  return `${Math.floor(ms / largeMs)}${large}${rest === 0 ? '' : `${rest}${small}`}`;
}
