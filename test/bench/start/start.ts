/** The benchmark `start`: from the start of the operator's process until it says that it is ready. */
import { newNamespace } from '../../apiserver/real-api-server.ts';
import type { ClusterBench, Extent } from '../bench.ts';
import { median, rounded } from '../budget.ts';
import { startOperator } from '../operator-process.ts';

export const start: ClusterBench = {
  where: 'cluster',
  says: 'seconds from the start of the operator to its being ready',
  usual: { count: 1, rounds: 10, samples: 1 },
  most: { count: 1, rounds: 100, samples: 1 },
  run: async ({ rounds }: Extent, world) => {
    const namespace = await newNamespace(world.api, 'start');
    const seconds: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const startedMs = performance.now();
      const operator = await startOperator(namespace, world);
      seconds.push((performance.now() - startedMs) / 1_000);
      await operator.stop();
    }
    console.table({
      'start to ready, s': { median: rounded(median(seconds)), longest: rounded(Math.max(...seconds)) },
    });
    return [
      {
        what: 'start of the operator to its being ready, median',
        measured: median(seconds),
        bound: { kind: 'at most', value: 3 },
        text: (value) => `${rounded(value)} s`,
      },
    ];
  },
};
