/** A watch whose events come as an `EventFlow` lets them: late, twice, not at all, but never in another order. */
import type { Clock } from '../../../src/clock.ts';
import type { ApiError } from '../../../src/kube/api-error.ts';
import type { EventFlow, OpenWatch } from './event-flow.ts';

const NO_ALARM = (): void => {};

interface OnItsWay<T> {
  readonly event: T;
  readonly dueAtMs: number;
}

/** @param open opens the real watch; settles when it is over */
export async function flowingWatch<T>(
  { flow, clock, signal }: { readonly flow: EventFlow; readonly clock: Clock; readonly signal: AbortSignal },
  onEvent: (event: T) => void,
  open: (onEvent: (event: T) => void, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const onTheirWay: OnItsWay<T>[] = [];
  const broken = new AbortController();
  const ending = AbortSignal.any([signal, broken.signal]);
  let cancelAlarm = NO_ALARM;
  const deliver = (): void => {
    cancelAlarm();
    while (!ending.aborted && !flow.isHeld) {
      const [next] = onTheirWay;
      if (next === undefined) return;
      if (flow.lateMs > 0 && next.dueAtMs > clock.now()) {
        cancelAlarm = clock.after(next.dueAtMs - clock.now(), deliver);
        return;
      }
      onTheirWay.shift();
      onEvent(next.event);
    }
  };
  const take = (event: T): void => {
    const dueAtMs = clock.now() + flow.lateMs;
    for (let copy = flow.copies(); copy > 0; copy -= 1) onTheirWay.push({ event, dueAtMs });
    deliver();
  };
  const watch: OpenWatch = { deliver, fail: (error: ApiError) => broken.abort(error) };
  flow.enter(watch);
  try {
    await open(take, ending);
  } finally {
    flow.leave(watch);
    cancelAlarm();
  }
  if (broken.signal.aborted) throw broken.signal.reason;
}
