import { describe, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplication } from '../../../src/api/spark-application.ts';
import { validateApplication } from '../../../src/submission/validate-application.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

/** Runs `sparkctl ping`; as soon as the application is there, `then` happens. */
async function ping(
  cluster: CommandsOnACluster,
  then: (question: SparkApplication) => unknown,
  ...words: readonly string[]
) {
  const run = cluster.run('ping', '--timeout', '5', ...words);
  for (;;) {
    const [question] = cluster.api.all(APPLICATIONS);
    if (question !== undefined) {
      await then(question);
      return await run;
    }
    await Promise.resolve();
  }
}

const answer = (cluster: CommandsOnACluster, { metadata }: SparkApplication): Promise<unknown> =>
  cluster.api.mergePatch(
    APPLICATIONS,
    { namespace: 'jobs', name: metadata.name },
    { status: { applicationState: { state: 'SUSPENDED' } } },
    'status',
  );

describe('sparkctl ping', () => {
  test('tells how long the operator took to suspend an application', async () => {
    const cluster = new CommandsOnACluster();
    const { code, printed } = await ping(cluster, (question) => {
      cluster.clock.advance(120);
      return answer(cluster, question);
    });
    expect({ code, printed }).toEqual({
      code: 0,
      printed: 'the operator answered in the namespace "jobs" after 120 ms\n',
    });
    expect(cluster.api.all(APPLICATIONS)).toEqual([]);
  });

  test('fails where nobody answers, and takes its application away', async () => {
    const cluster = new CommandsOnACluster();
    const { code, told } = await ping(cluster, () => cluster.clock.advance(5_000));
    expect(code).toBe(1);
    expect(told).toEqual([
      'sparkctl ping: no operator answered in the namespace "jobs" within 5 s: see whether one runs, and works there',
    ]);
    expect(cluster.api.all(APPLICATIONS)).toEqual([]);
  });

  test('watches again where the server ends the watch before', async () => {
    const cluster = new CommandsOnACluster();
    const watch = cluster.api.watch.bind(cluster.api);
    let watches = 0;
    cluster.api.watch = (...how) => {
      watches += 1;
      return watches < 3 ? Promise.resolve() : watch(...how);
    };
    const { code } = await ping(cluster, async (question) => {
      await answer(cluster, question);
      await cluster.clock.pass(1_000);
    });
    expect([code, watches]).toEqual([0, 3]);
  });

  test('gives its application the labels that the operator chooses by', async () => {
    const cluster = new CommandsOnACluster();
    const look = (question: SparkApplication): Promise<unknown> => {
      expect(question.metadata.labels).toEqual({ operator: 'new', team: 'data' });
      return answer(cluster, question);
    };
    expect((await ping(cluster, look, '--labels', 'operator=new,team=data')).code).toBe(0);
  });

  test('refuses labels that are none', async () => {
    const { code, told } = await new CommandsOnACluster().run('ping', '--labels', 'operator');
    expect({ code, told }).toEqual({
      code: 2,
      told: ['sparkctl ping: --labels takes K=V,..., not "operator". See sparkctl ping --help.'],
    });
  });

  test('asks with an application that the schema allows and that runs nothing', async () => {
    const cluster = new CommandsOnACluster();
    await ping(cluster, (question) => {
      expect(question.spec.suspend).toBe(true);
      expect(validateApplication(question)).toEqual([]);
      return answer(cluster, question);
    });
  });
});
