import { describe, expect, test } from '@jest/globals';
import type { ExecutorEnd } from '../../../src/executors/executor-losses.ts';
import { isRecovering } from '../../../src/executors/recovery-mode.ts';
import type { ExecutorsOf } from '../../../src/executors/executors-of.ts';
import { endedStatus, executorManifest, settingsWith } from '../../fakes/executor-pods.ts';
import { runningPi } from '../../fakes/executors-world.ts';

const KEY = 'spark.kubernetes.allocation.recoveryMode.enabled';

const end = (more: Partial<ExecutorEnd>): ExecutorEnd => ({
  id: 1,
  outcome: 'failed',
  exitCode: 1,
  causedByApplication: true,
  reason: '',
  ...more,
});

describe('new executors take one task at a time', () => {
  test.each<{ readonly name: string; readonly ends: readonly Partial<ExecutorEnd>[]; readonly is: boolean }>([
    { name: 'not while none has ended', ends: [], is: false },
    { name: 'once the JVM of one had no memory left', ends: [{}, { exitCode: 52 }], is: true },
    { name: 'once one was killed', ends: [{ exitCode: 137 }], is: true },
    {
      name: 'once a container of one went over its limit, a sidecar, too',
      ends: [{ exitCode: -1, reason: 'OOMKilled: container logger: went over its memory limit' }],
      is: true,
    },
    { name: 'not for any other failure', ends: [{ exitCode: 1 }, { exitCode: 139 }], is: false },
    {
      name: 'not for one that the cluster took away',
      ends: [{ exitCode: 137, causedByApplication: false, reason: 'evicted' }],
      is: false,
    },
    {
      name: 'not for one that was ended because nobody wanted it',
      ends: [{ exitCode: 137, outcome: 'given-back' }],
      is: false,
    },
  ])('$name', ({ ends, is }) => {
    expect(isRecovering({}, ends.map(end), settingsWith())).toBe(is);
  });

  test('until the attempt ends', () => {
    expect(isRecovering({ recoveryMode: true }, [], settingsWith())).toBe(true);
  });

  test.each(['true', 'false'])('by the property alone where it is set: %s', (value) => {
    const settings = settingsWith({ [KEY]: value });
    expect(isRecovering({ recoveryMode: true }, [end({ exitCode: 52 })], settings)).toBe(false);
  });
});

describe('an executor runs out of memory', () => {
  test('the one in its place takes one task at a time, and so do those after a restart of the operator', async () => {
    const pi = await runningPi(2);
    const oneTask: number[] = [];
    const build: ExecutorsOf['build'] = (request) => {
      if (request.oneTask) oneTask.push(request.id);
      return { pod: executorManifest(request.id), claims: [], claimsGoWithPod: false };
    };
    pi.ensure({ build });
    await pi.podIs(2, endedStatus(52));
    await pi.clock.pass(2_000);
    expect(oneTask).toEqual([3]);
    expect(pi.set().status).toMatchObject({ recoveryMode: true });
    await pi.stopOperator();
    await pi.startOperator();
    pi.ensure({ build });
    await pi.demand(3);
    await pi.clock.pass(2_000);
    expect(oneTask).toEqual([3, 4]);
    await pi.stopOperator();
  });
});
