import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import type { ExecutorsMemory } from './executors-memory.ts';

/** What says which ids are free. */
interface IdsRound {
  readonly ledger: ExecutorLedger;
  readonly memory: Pick<ExecutorsMemory, 'spare'>;
  readonly settings: Pick<ExecutorSettings, 'maximum'>;
}

/** Hands out ids: the spare ones first, then new ones, as long as `allocation.maximum` leaves any. */
export function idsFor({ memory, ledger, settings }: IdsRound): (size: number) => readonly number[] {
  const spare = [...memory.spare].toSorted((a, b) => a - b);
  let next = ledger.nextExecutorId;
  return (size) => {
    const again = spare.splice(0, size);
    const fresh = Math.max(0, Math.min(size - again.length, settings.maximum - next + 1));
    const ids = [...again, ...Array.from({ length: fresh }, (_, index) => next + index)];
    next += fresh;
    return ids;
  };
}

/** The ledger with those ids in it: none is asked for before. */
export function withReserved(
  ledger: ExecutorLedger,
  create: readonly { readonly id: number }[],
): ExecutorLedger {
  if (create.length === 0) return ledger;
  const unfinished = new Set(ledger.unfinished);
  for (const { id } of create) unfinished.add(id);
  const last = create.reduce((highest, { id }) => Math.max(highest, id), 0);
  return { unfinished, nextExecutorId: Math.max(ledger.nextExecutorId, last + 1) };
}
