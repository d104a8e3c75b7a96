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

beforeAll(async () => {
  deleted = await Job.submit(sumInRounds('deleted'));
  killed = await Job.submit(sumInRounds('killed'));
  wrong = await Job.submit(sumInRounds('wrong', { arguments: ['ten'] }));
}, LONG);

afterAll(async () => {
  for (const job of [deleted, killed, wrong]) await job.remove();
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
