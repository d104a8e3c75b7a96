import type { ExecutorLedger } from './executor-ledger.ts';
import type { ExecutorEnd } from './executor-losses.ts';
import type { ExecutorPod } from './executor-pod.ts';
import { isFinal, type ExecutorPodState, type FinalPodState } from './executor-pod-state.ts';
import type { ExecutorSettings } from './executor-settings.ts';
import type { ExecutorsMemory } from './executors-memory.ts';
import type { ExecutorPodsSnapshot } from './snapshot.ts';

/** Everything one decision about ended executors rests on. */
export interface RemovalRound {
  readonly snapshot: ExecutorPodsSnapshot;
  readonly ledger: ExecutorLedger;
  /** Holds the ends that are not recorded yet. */
  readonly memory: ExecutorsMemory;
  readonly settings: Pick<ExecutorSettings, 'deleteOnTermination'>;
  readonly driverEnded: boolean;
  /** How many ends can be recorded now. */
  readonly room: number;
}

export interface RemovalPlan {
  /** Ends to write into the executor set, before any pod is removed. */
  readonly record: readonly ExecutorEnd[];
  readonly remove: readonly PodRemoval[];
  /** Executors whose pods are gone and whose end is recorded with this plan: nobody asks for them any more. */
  readonly forget: readonly ExecutorPodState[];
  /** The ledger without the recorded. */
  readonly ledger: ExecutorLedger;
  /** The memory without the recorded. */
  readonly memory: ExecutorsMemory;
}

/** What becomes of a pod that is of no use any more. `because` is what the log and the tests read. */
export interface PodRemoval {
  readonly kind: 'delete' | 'label-inactive';
  readonly name: string;
  /** Undefined where nobody has seen the pod. */
  readonly uid: string | undefined;
  readonly because: string;
}

/**
 * Decides which ends to record and which pods to remove, for one round.
 *
 * While the driver lives, an end is recorded first, so that the driver hears of it, and the pod is removed after: its
 * id is in the ledger no more, which is what a later look goes by if this one is cut short. Once the driver has ended
 * it is the other way round: the set is removed when its ledger is empty, and no pod may be left then.
 *
 * 1. Forget ends that the ledger shows as recorded.
 * 2. Record the ends there is room for; of an ended driver, those whose pods are gone or removed.
 * 3. Remove pods whose executors have ended: delete them, or label them where they are to be kept.
 * 4. Delete pods that live on although their end is recorded, and all that an ended driver has left behind. Those that
 *    run are left to end by themselves where pods are to be kept, as Spark leaves them.
 *
 * Guarantees: no pod of a living driver is removed before its end is recorded; no removal that was accepted is
 * repeated.
 *
 * @see Spark `ExecutorPodsLifecycleManager.onNewSnapshots`
 */
export function planRemovals(round: RemovalRound): RemovalPlan {
  const { snapshot, ledger, driverEnded, room } = round;
  const open = [...round.memory.ended.values()].filter(({ id }) => ledger.unfinished.has(id));
  const ready = driverEnded ? open.filter(({ id }) => isAway(snapshot.executors.get(id), round)) : open;
  const record = ready.slice(0, room);
  const recorded = new Set(record.map(({ id }) => id));
  const after = {
    nextExecutorId: ledger.nextExecutorId,
    unfinished: new Set([...ledger.unfinished].filter((id) => !recorded.has(id))),
  };
  const remove = [...snapshot.executors.values()].flatMap((state) => removalOf(state, after, round) ?? []);
  const forget = [...snapshot.executors.values()].filter(
    (state) => isGone(state) && isOver(state.pod, after),
  );
  const ended = new Map(open.filter(({ id }) => !recorded.has(id)).map((end) => [end.id, end]));
  return { record, remove, forget, ledger: after, memory: { ...round.memory, ended } };
}

const isGone = ({ kind }: ExecutorPodState): boolean => kind === 'deleted' || kind === 'missing';

/** Its end is recorded. */
const isOver = ({ executorId }: ExecutorPod, { nextExecutorId, unfinished }: ExecutorLedger): boolean =>
  executorId < nextExecutorId && !unfinished.has(executorId);

/** Nothing is left to do for the pod. */
function isAway(state: ExecutorPodState | undefined, { memory }: RemovalRound): boolean {
  return state === undefined || state.kind === 'deleted' || isRemoved(state.pod, memory);
}

const isRemoved = (pod: ExecutorPod, memory: ExecutorsMemory): boolean =>
  pod.inactive || memory.removed.has(pod.uid);

function removalOf(
  state: ExecutorPodState,
  after: ExecutorLedger,
  round: RemovalRound,
): PodRemoval | undefined {
  const { pod } = state;
  if (state.kind === 'missing' || isAway(state, round)) return undefined;
  const over = isOver(pod, after);
  if (!over && !round.driverEnded) return undefined;
  if (isFinal(state)) return tidying(state, round);
  if (over) return deletion(pod, 'its end is recorded, but its pod lives on');
  const endsByItself = state.kind === 'running' && !round.settings.deleteOnTermination;
  return endsByItself ? undefined : deletion(pod, 'the driver has ended');
}

const tidying = ({ pod, kind }: FinalPodState, { settings }: RemovalRound): PodRemoval => ({
  kind: settings.deleteOnTermination ? 'delete' : 'label-inactive',
  name: pod.name,
  uid: pod.uid,
  because: `executor ${pod.executorId} has ${kind}`,
});

const deletion = ({ name, uid, executorId }: ExecutorPod, because: string): PodRemoval => ({
  kind: 'delete',
  name,
  uid,
  because: `executor ${executorId}: ${because}`,
});
