/** What must be right some time after all faults are over. */
import type { SparkExecutorSet } from '../../../src/api/spark-executor-set.ts';
import type { ExecutorSettings } from '../../../src/executors/executor-settings.ts';
import type { TrueExecutor } from './true-executor.ts';
import type { Witness } from './witness.ts';

/**
 * What is not as it must be once everything had its time: executors as many as wanted, none too few, none left over;
 * a set that says so; every end told.
 */
export function whatIsWrong(witness: Witness, settings: ExecutorSettings): readonly string[] {
  const { set } = witness;
  if (set === undefined) return ['there is no executor set'];
  const left = [...witness.executors.values()];
  return [
    ...leftOver(left, witness, settings),
    ...(witness.driverHasEnded ? [] : demandNotMet(witness, settings)),
    ...(witness.driverListens ? tooMany(witness) : []),
    ...(witness.operatorsOverlapped ? [] : witness.claims.whatIsWrong()),
    ...wrongCounts(set, left, witness),
    ...wrongScale(set, witness, settings),
    ...wrongLedger(left, witness),
    ...untold(set, witness),
  ];
}

/** Pods of executors that are over: gone, or labelled where they are to be kept. */
function leftOver(
  left: readonly TrueExecutor[],
  witness: Witness,
  settings: ExecutorSettings,
): readonly string[] {
  const isRight = ({ id, stage, isInactive }: TrueExecutor): boolean => {
    const isOver = stage === 'ended' || !witness.ids.unfinished.has(id);
    if (isOver || witness.driverHasEnded)
      return isInactive && !settings.deleteOnTermination && stage === 'ended';
    return true;
  };
  return left
    .filter((executor) => !isRight(executor))
    .map(({ id, stage }) => `the pod of ${id} is left, ${stage}`);
}

/** Running executors that the driver wants no more are its own to end. */
function demandNotMet(witness: Witness, settings: ExecutorSettings): readonly string[] {
  const used = (witness.set?.status?.nextExecutorId ?? 1) - 1;
  if (used >= settings.maximum) return [];
  return [...(witness.wanted ?? [])]
    .map(([profileId, wanted]) => ({ profileId, wanted, there: witness.wellIn(profileId) }))
    .filter(({ wanted, there }) => there < wanted)
    .map(({ profileId, wanted, there }) => `profile ${profileId} has ${there} executors, wants ${wanted}`);
}

/** Whom nobody wants since the application was scaled, and who hangs though its driver has killed it, the operator ends. */
function tooMany(witness: Witness): readonly string[] {
  const going = (witness.set?.status?.retire ?? []).map(({ id }) => `executor ${id} is still to end`);
  const killed = [...witness.executors.values()].filter(
    ({ id, stage }) => stage === 'running' && witness.retirements.isKilled(id),
  );
  going.push(...killed.map(({ id }) => `executor ${id} hangs, its driver has killed it`));
  const wanted = witness.wanted?.get(0);
  const there = witness.wellIn(0);
  if (witness.target === undefined || wanted === undefined || there <= wanted) return going;
  return [...going, `there are ${there} executors, the application is scaled to ${wanted}`];
}

function wrongCounts(
  { status = {}, metadata }: SparkExecutorSet,
  left: readonly TrueExecutor[],
  witness: Witness,
): readonly string[] {
  const at = (stage: TrueExecutor['stage']): number =>
    left.filter((executor) => executor.stage === stage && !executor.isInactive).length;
  const { running = 0, pending = 0, desired = 0, succeeded = 0, observedGeneration } = status;
  const said = { running, pending, desired, succeeded, observedGeneration };
  const truth = {
    running: at('running'),
    pending: at('pending'),
    desired: [...(witness.wanted ?? [])].reduce((sum, [, wanted]) => sum + wanted, 0),
    succeeded: witness.succeeded,
    observedGeneration: metadata.generation,
  };
  const [saidText, truthText] = [JSON.stringify(said), JSON.stringify(truth)];
  return saidText === truthText ? [] : [`the set says ${saidText}, it is ${truthText}`];
}

/** Scaled back to what it was submitted with, it may be that nobody has seen it change. */
function wrongScale(
  { status: { scaledTo } = {} }: SparkExecutorSet,
  { instances }: Witness,
  settings: ExecutorSettings,
): readonly string[] {
  const isRight = scaledTo === instances || (scaledTo === undefined && instances === settings.instances);
  return isRight ? [] : [`the set says it is scaled to ${scaledTo}, it is to ${instances}`];
}

/** All that live are in the ledger. Ids that are kept for later pods have none yet; an ended driver needs none. */
function wrongLedger(left: readonly TrueExecutor[], witness: Witness): readonly string[] {
  const { unfinished } = witness.ids;
  const alive = new Set(left.filter(({ stage }) => stage !== 'ended').map(({ id }) => id));
  const without = [...unfinished].filter((id) => witness.driverHasEnded && !alive.has(id));
  const missing = [...alive].filter((id) => !unfinished.has(id));
  return [
    ...without.map((id) => `the end of ${id} is not recorded`),
    ...missing.map((id) => `executor ${id} lives, its end is recorded`),
  ];
}

/** Every id that was ever reserved is unfinished, or its driver has been told. */
function untold({ status = {} }: SparkExecutorSet, witness: Witness): readonly string[] {
  if (!witness.driverListens) return [];
  const ids = Array.from({ length: (status.nextExecutorId ?? 1) - 1 }, (_, index) => index + 1);
  const wrong = ids
    .filter((id) => witness.ids.unfinished.has(id) === witness.losses.isTold(id))
    .map((id) => `the driver ${witness.losses.isTold(id) ? 'was' : 'was not'} told of ${id}`);
  const open = status.losses?.length ?? 0;
  return open === 0 ? wrong : [...wrong, `${open} losses are open although all were acknowledged`];
}
