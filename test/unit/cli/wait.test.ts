import { expect, test } from '@jest/globals';
import type { ApplicationState } from '../../../src/api/application-state.ts';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

const PI = { namespace: 'jobs', name: 'pi' };

/** A cluster with a submitted application; while somebody waits, `meanwhile` happens and time passes. */
async function submitted(meanwhile: (cluster: CommandsOnACluster) => Promise<unknown>) {
  const cluster = new CommandsOnACluster();
  await cluster.submit({}, { applicationState: { state: 'SUBMITTED' } });
  cluster.after = (delayMs, wake) => {
    cluster.clock.advance(delayMs);
    void meanwhile(cluster).then(wake);
    return () => undefined;
  };
  return cluster;
}

test.each<{ readonly becomes: ApplicationState; readonly words: readonly string[]; readonly code: number }>([
  { becomes: 'COMPLETED', words: [], code: 0 },
  { becomes: 'FAILED', words: [], code: 1 },
  { becomes: 'RUNNING', words: ['--for', 'running'], code: 0 },
  { becomes: 'FAILED', words: ['--for', 'running'], code: 1 },
])('sparkctl wait $words of an application that becomes $becomes', async ({ becomes, words, code }) => {
  const status = { status: { applicationState: { state: becomes } } };
  const cluster = await submitted(({ api }) => api.mergePatch(APPLICATIONS, PI, status, 'status'));
  const waited = await cluster.run('wait', 'pi', ...words);
  expect(waited).toMatchObject({ code, printed: `pi is ${becomes}\n` });
});

test.each([
  {
    name: 'the time is over',
    words: ['--timeout', '2'],
    gone: false,
    says: 'pi is still SUBMITTED after 2 s',
  },
  { name: 'the application goes', words: [], gone: true, says: 'pi was deleted' },
])('sparkctl wait ends when $name', async ({ words, gone, says }) => {
  const cluster = await submitted(async ({ api }) => (gone ? api.delete(APPLICATIONS, PI) : undefined));
  const { code, told } = await cluster.run('wait', 'pi', ...words);
  expect(code).toBe(1);
  expect(told[0]).toContain(says);
});
