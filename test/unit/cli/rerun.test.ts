import { expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { needsNewAttempt, specFingerprint } from '../../../src/application/spec-changes.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

test('sparkctl rerun makes an edit that needs another attempt, and changes nothing else', async () => {
  const cluster = new CommandsOnACluster();
  const driver = { memory: '1g', annotations: { team: 'data' } };
  await cluster.submit({ driver }, { applicationState: { state: 'COMPLETED' } });
  const before = cluster.api.all(APPLICATIONS)[0]?.spec;
  expect(await cluster.run('rerun', 'pi')).toMatchObject({ code: 0, printed: 'pi begins anew\n' });
  const after = cluster.api.all(APPLICATIONS)[0]?.spec;
  if (before === undefined || after === undefined) throw new Error('the application is gone');
  expect(needsNewAttempt(specFingerprint(before), after)).toBe(true);
  const annotations = { team: 'data', 'sparkoperator.k8s.io/rerun-at': '1970-01-01T00:01:30Z' };
  expect(after).toEqual({ ...before, driver: { memory: '1g', annotations } });
});

test.each([
  { words: [], code: 1, annotated: false },
  { words: ['--force'], code: 0, annotated: true },
])('sparkctl rerun $words of an application that runs', async ({ words, code, annotated }) => {
  const cluster = new CommandsOnACluster();
  await cluster.submit({});
  expect((await cluster.run('rerun', 'pi', ...words)).code).toBe(code);
  expect(cluster.api.all(APPLICATIONS)[0]?.spec.driver.annotations !== undefined).toBe(annotated);
});
