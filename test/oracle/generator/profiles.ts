/** Resource profiles: what a running application asks of some of its executors. */
import type { ResourceProfile } from '../../../src/spark/resource-profile.ts';
import type { Random } from './random.ts';

/** Some amounts of its own or none; those that are absent follow the properties. */
export function randomProfile(random: Random): ResourceProfile {
  return {
    id: random.between(1, 9),
    ...(random.chance(0.6) && { cores: random.between(1, 16) }),
    ...(random.chance(0.6) && { memoryMiB: random.between(1, 20_000) }),
    ...(random.chance(0.4) && { memoryOverheadMiB: random.between(0, 5_000) }),
    ...(random.chance(0.3) && { offHeapMiB: random.between(0, 4_000) }),
    ...(random.chance(0.4) && { pysparkMemoryMiB: random.between(1, 4_000) }),
    ...(random.chance(0.4) && {
      resources: [{ name: 'gpu', amount: random.between(0, 8), vendor: 'nvidia.com' }],
    }),
  };
}
