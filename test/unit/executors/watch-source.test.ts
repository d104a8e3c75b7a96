import { describe, expect, test } from '@jest/globals';
import { applicationIndex, executorPodWatch } from '../../../src/executors/watch-source.ts';
import { executorPod } from '../../fakes/executor-pods.ts';
import { ManualSnapshotsStore } from '../../fakes/manual-snapshots-store.ts';

function setUp() {
  const store = new ManualSnapshotsStore();
  const watch = executorPodWatch('jobs', (index) => (index === 'jobs/spark-1' ? store : undefined));
  return { store, watch };
}

describe('executorPodWatch', () => {
  test('asks for the executors of ours in a namespace that are not put aside', () => {
    expect(setUp().watch).toMatchObject({
      namespace: 'jobs',
      labelSelector:
        'spark-role=executor,sparkoperator.k8s.io/launched-by-spark-operator=true,spark-exec-inactive!=true',
    });
    expect(executorPodWatch(undefined, () => undefined)).not.toHaveProperty('namespace');
  });

  test('finds the executors of an application by its namespace and id', () => {
    expect(setUp().watch.indexes.application(executorPod(1))).toBe(applicationIndex(executorPod(1)));
  });

  test('passes each change on to the store of its application', () => {
    const { store, watch } = setUp();
    watch.onChange({ kind: 'added', after: executorPod(1, 'Pending') });
    watch.onChange({ kind: 'modified', before: executorPod(1, 'Pending'), after: executorPod(1) });
    watch.onChange({ kind: 'replaced', before: executorPod(1), after: executorPod(1, 'Pending') });
    watch.onChange({ kind: 'deleted', before: executorPod(1) });
    expect(store.told).toEqual([
      'updated 1 Pending',
      'updated 1 Running',
      'updated 1 Pending',
      'deleted 1 Running',
    ]);
  });

  test.each([
    { name: 'of applications that nobody looks after', pod: executorPod(1, 'Running', { appId: 'spark-2' }) },
    { name: 'without an executor id', pod: executorPod(0) },
  ])('drops pods $name', ({ pod }) => {
    const { store, watch } = setUp();
    watch.onChange({ kind: 'added', after: pod });
    expect(store.told).toEqual([]);
  });
});
