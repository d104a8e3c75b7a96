import type { ExecutorLoss, ExecutorSetSpec, ExecutorSetStatus } from '../api/spark-executor-set.ts';
import type { ExitReason } from './exit-reason.ts';

/** The end of one executor, on its way into the executor set. */
export interface ExecutorEnd extends ExitReason {
  readonly id: number;
  /** `given-back`: nobody wanted it any more when it was ended; it counts neither as succeeded nor as failed. */
  readonly outcome: 'succeeded' | 'failed' | 'given-back';
}

/** Losses the driver has not acknowledged, and the highest sequence ever used. */
export interface LossLedger {
  readonly losses: readonly ExecutorLoss[];
  readonly lastLoss: number;
}

/** Losses that the schema lets a set hold. */
export const MOST_LOSSES = 500;

/** What a set may weigh, so that reading and writing it stays cheap for drivers and etcd. */
export const LARGEST_SET_BYTES = 256 * 1024;

/** What the schema leaves to the reason of a loss. */
export const LONGEST_REASON_BYTES = 120;

/** No loss is longer as JSON: the reason can double where quotes are escaped. */
const LARGEST_LOSS_BYTES = 400;

/** So many fit in however heavy the rest is: else a driver that writes too much would hear of none, and no pod go. */
const LEAST_LOSSES = 20;

/** Beyond it, numbers are not exact: no driver has come so far. */
const LAST_SEQUENCE = 2 ** 52;

/**
 * Gives the ledger without what the driver has acknowledged.
 *
 * A set that was deleted and made again has lost its sequence; the driver still says how far it had come, so that no
 * sequence is used for two losses. One that says more than anybody can have told it has heard of all.
 */
export function openLosses(
  status: Pick<ExecutorSetStatus, 'losses' | 'lastLoss'>,
  spec: Pick<ExecutorSetSpec, 'acknowledgedLoss'>,
): LossLedger {
  const { losses = [], lastLoss = 0 } = status;
  const said = spec.acknowledgedLoss ?? 0;
  const acknowledged = said > LAST_SEQUENCE ? lastLoss : said;
  return {
    losses: losses.filter(({ sequence }) => sequence > acknowledged),
    lastLoss: Math.max(lastLoss, acknowledged),
  };
}

/** How many more losses fit in, beside `otherBytes` of everything else in the set. */
export function lossRoom(ledger: LossLedger, otherBytes: number): number {
  const fit = Math.floor((LARGEST_SET_BYTES - otherBytes) / LARGEST_LOSS_BYTES);
  return Math.max(0, Math.min(MOST_LOSSES, Math.max(LEAST_LOSSES, fit)) - ledger.losses.length);
}

/** The ledger with `ends` written behind what is there, each under the next sequence. */
export function withLosses(ledger: LossLedger, ends: readonly ExecutorEnd[]): LossLedger {
  const added = ends.map(({ id, exitCode, causedByApplication, reason }, index) => ({
    sequence: ledger.lastLoss + 1 + index,
    id,
    exitCode,
    causedByApplication,
    reason: shortened(reason, LONGEST_REASON_BYTES),
  }));
  return { losses: [...ledger.losses, ...added], lastLoss: ledger.lastLoss + added.length };
}

/** One line of at most `mostBytes` bytes of UTF-8, cut between characters. */
export function shortened(text: string, mostBytes: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  if (new TextEncoder().encode(line).length <= mostBytes) return line;
  const { read } = new TextEncoder().encodeInto(line, new Uint8Array(mostBytes - ELLIPSIS_BYTES));
  return `${line.slice(0, read)}…`;
}

const ELLIPSIS_BYTES = 3;
