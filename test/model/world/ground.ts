/** What a story happens on: an API server, a clock that only the story moves, and somebody who sees every change. */
import type { ApiServer } from '../../../src/kube/api-server.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { ModelledApiServer } from '../api-server/modelled-api-server.ts';
import type { Sight } from '../witness/witness.ts';

export interface Ground {
  readonly api: ApiServer;
  readonly clock: ManualClock;
  readonly namespace: string;
  /** Waits until nothing happens any more unless the clock moves. */
  settle(): Promise<void>;
  /** The API server forgets what has happened: watches can't go back beyond now. */
  compact(): void;
  /** Changes so far. */
  changes(): number;
}

/** @param see is told every change, at once */
export function groundInMemory(see: (sight: Sight) => void): Ground {
  const clock = new ManualClock(1_800_000_000_000);
  const api = new ModelledApiServer(clock);
  api.history.listen(see);
  return {
    api,
    clock,
    namespace: 'jobs',
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    compact: () => api.history.compact(),
    changes: () => api.history.version,
  };
}
