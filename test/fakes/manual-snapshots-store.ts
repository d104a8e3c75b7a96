import type { ExecutorPod } from '../../src/executors/executor-pod.ts';
import type { ExecutorPodsSink } from '../../src/executors/snapshots-store.ts';

/** Takes down what a source tells about executors, in words: `updated 1 Running`. */
export class ManualSnapshotsStore implements ExecutorPodsSink {
  readonly told: string[] = [];

  updatePod({ executorId, phase = '' }: ExecutorPod): void {
    this.told.push(`updated ${executorId} ${phase}`);
  }

  deletePod({ executorId, phase = '' }: ExecutorPod): void {
    this.told.push(`deleted ${executorId} ${phase}`);
  }

  replaceSnapshot(pods: readonly ExecutorPod[]): void {
    this.told.push(`replaced ${pods.map(({ executorId }) => executorId).join(',')}`);
  }
}
