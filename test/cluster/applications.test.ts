/** The ends of real applications that do not end well: deleted, killed, wrong from the start. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { eventually, MINUTES } from './eventually.ts';
import { Job } from './job.ts';
import { sumInRounds } from './sum-in-rounds.ts';

const LONG = 10 * MINUTES;

let deleted: Job;
let killed: Job;
let wrong: Job;
let unnamed: Job;
let restless: Job;

beforeAll(async () => {
  deleted = await Job.submit(sumInRounds('deleted'));
  killed = await Job.submit(sumInRounds('killed'));
  wrong = await Job.submit(sumInRounds('wrong', { arguments: ['ten'] }));
  unnamed = await Job.submit(sumInRounds('unnamed', { image: 'No Name' }));
  const restartPolicy = { type: 'OnFailure' as const, onFailureRetries: 1, onFailureRetryInterval: 1 };
  restless = await Job.submit(sumInRounds('restless', { arguments: ['ten'], restartPolicy }));
}, LONG);

afterAll(async () => {
  for (const job of [deleted, killed, wrong, unnamed, restless]) await job.remove();
});

test(
  'a driver that fails gives its exit code and its last words',
  async () => {
    const { applicationState, executors } = await wrong.ended();
    expect(applicationState.state).toBe('FAILED');
    expect(applicationState.errorMessage).toMatch(
      /^driver container failed with ExitCode: 1, Reason: Error\n/u,
    );
    expect(applicationState.errorMessage).toContain(
      'java.lang.NumberFormatException: For input string: "ten"',
    );
    expect(executors).toMatchObject({ succeeded: 0, failed: 0 });
  },
  LONG,
);

test(
  'a driver whose image can never be pulled fails with that reason, and does not wait',
  async () => {
    const { applicationState, failures } = await unnamed.ended();
    expect(applicationState.state).toBe('FAILED');
    expect(applicationState.errorMessage).toContain('InvalidImageName');
    expect(failures?.last?.reason).toBe('DriverImageInvalid');
    expect(await unnamed.objects()).toEqual([]);
  },
  LONG,
);

test(
  'a driver that fails runs again as often as its policy says',
  async () => {
    const { applicationState, attempts } = await restless.ended();
    expect(applicationState.state).toBe('FAILED');
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'Failed', reason: 'Error' },
      { attempt: 2, outcome: 'Failed', reason: 'Error' },
    ]);
    expect((await restless.driver()).metadata.labels?.['sparkoperator.k8s.io/attempt']).toBe('2');
  },
  LONG,
);

test(
  'nothing stays of an application that is deleted in mid-job',
  async () => {
    await deleted.working();
    expect(await deleted.objects()).toEqual(
      expect.arrayContaining(['pod/deleted-driver', 'sparkexecutorset.sparkoperator.k8s.io/deleted-1']),
    );
    const { namespace, application: name } = deleted;
    await deleted.api.delete(APPLICATIONS, { namespace, name });
    await eventually(async () => expect(await deleted.objects()).toEqual([]));
  },
  LONG,
);

test(
  'the executors of a driver that was killed end with it',
  async () => {
    await killed.working();
    await killed.kubectl(['exec', 'killed-driver', '--', 'pkill', '-KILL', 'java']);
    const { applicationState } = await killed.ended();
    expect(applicationState.state).toBe('FAILED');
    expect(applicationState.errorMessage).toContain('driver container failed with ExitCode: 137');
    await eventually(async () => expect(await killed.objects()).toEqual(['pod/killed-driver']));
  },
  LONG,
);
