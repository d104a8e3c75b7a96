/** Drivers on nodes that do not answer: their pods are deleted and stay. */
import { describe, expect, test } from '@jest/globals';
import type { SparkApplicationSpec } from '../../../src/api/spark-application.ts';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import { isLost, lostAtMs, whyLost } from '../../../src/application/lost-driver.ts';
import { driverPodIn } from '../../fakes/applications.ts';
import { Life, S, statusOf } from '../../fakes/application-life.ts';

const AT = Date.parse('2026-11-23T10:00:00Z');
const RUNNING: DriverState = { kind: 'running' };
const AGAIN = { type: 'OnFailure', onFailureRetries: 3, onFailureRetryInterval: 1 } as const;

describe('a driver', () => {
  test.each<readonly [string, DriverState, number | undefined, number | undefined]>([
    ['that nobody deletes is never lost', RUNNING, undefined, undefined],
    ['that runs on is lost a minute after it was to be gone', RUNNING, AT, AT + 60 * S],
    ['that never ran, too', { kind: 'pending', waiting: undefined }, AT, AT + 60 * S],
    ['of which its node knows nothing, too', { kind: 'unknown' }, AT, AT + 60 * S],
    ['that has ended is not, however long its pod stays', { kind: 'succeeded' }, AT, undefined],
  ])('%s', (_, state, deletionAtMs, lost) => {
    expect(lostAtMs(driverPodIn(state, { deletionAtMs }))).toBe(lost);
  });

  test('is said to be lost with its node, and with what people can do', () => {
    const pod = driverPodIn(RUNNING, { deletionAtMs: AT });
    expect([isLost(pod, AT + 59 * S), isLost(pod, AT + 60 * S)]).toEqual([false, true]);
    expect(whyLost(pod)).toMatch(
      /pi-driver.*gone by 2026-11-23T10:00:00Z.*node-1.*out-of-service.*--force$/u,
    );
  });
});

/** A life whose driver runs and was deleted by whoever watches nodes, with 30 s of grace. */
function withDeletedDriver(spec: ConstructorParameters<typeof Life>[0]): Life {
  const life = new Life(spec);
  life.settle();
  life.deleteDriver(life.nowMs + 30 * S);
  return life;
}

const attemptOf = ({ driver }: Life): number | undefined => driver?.attempt;
const lostEvents = (life: Life): number => life.deeds.filter((deed) => deed === 'SparkDriverLost').length;
const driverReady = (life: Life) => statusOf(life)?.conditions?.find(({ type }) => type === 'DriverReady');

describe('an application whose driver is lost', () => {
  test('waits for it as long as it has grace, and fails after', () => {
    const life = withDeletedDriver({});
    expect([life.settle(), life.state]).toEqual([90, 'RUNNING']);
    life.nowMs += 90 * S;
    life.settle();
    expect(life.state).toBe('FAILED');
    expect(statusOf(life)).toMatchObject({
      failures: { infrastructure: 1, last: { kind: 'infrastructure', reason: 'DriverLost' } },
      applicationState: { errorMessage: expect.stringContaining('may still run there') },
    });
    expect(driverReady(life)).toMatchObject({ status: 'Unknown', reason: 'DriverLost' });
    expect([lostEvents(life), life.sets.size]).toEqual([1, 0]);
  });

  test('begins no other attempt while the pod is there, says so, and begins it once it has gone', () => {
    const life = withDeletedDriver({ restartPolicy: AGAIN });
    life.nowMs += 90 * S;
    life.settle();
    life.nowMs += 3_600 * S;
    expect(life.settle()).toBe(60);
    expect([life.state, life.driver?.attempt]).toEqual(['PENDING_RERUN', 1]);
    expect(driverReady(life)?.message).toContain('kubectl delete pod -n jobs pi-driver --force');
    expect(lostEvents(life)).toBe(1);
    life.driver = undefined;
    life.settle();
    expect([life.state, attemptOf(life)]).toEqual(['RUNNING', 2]);
  });

  test('goes on with the next attempt as usual where the node comes back in time', () => {
    const life = withDeletedDriver({ restartPolicy: AGAIN });
    life.nowMs += 40 * S;
    life.driver = undefined;
    life.settle();
    expect(life.state).toBe('FAILING');
    life.nowMs += 10 * S;
    life.settle();
    expect([life.state, attemptOf(life), lostEvents(life)]).toEqual(['RUNNING', 2, 0]);
  });

  test.each<readonly [string, Partial<SparkApplicationSpec>, string]>([
    ['suspended', { suspend: true }, 'SUSPENDING'],
    ['edited', { arguments: ['7'] }, 'PENDING_RERUN'],
  ])('that is %s says once what it waits for', (_, edit, state) => {
    const life = withDeletedDriver({});
    life.edit(edit);
    life.settle();
    life.nowMs += 90 * S;
    life.settle();
    life.nowMs += 90 * S;
    expect(life.settle()).toBe(60);
    expect([life.state, lostEvents(life)]).toEqual([state, 1]);
    expect(driverReady(life)?.reason).toBe('DriverLost');
  });
});
