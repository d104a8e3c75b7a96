import { expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../../src/api/spark-application.ts';
import { CommandsOnACluster } from './commands-on-a-cluster.ts';

test.each([
  { command: 'suspend', before: undefined, says: 'pi suspended\n', after: true },
  { command: 'suspend', before: true, says: 'pi is suspended already\n', after: true },
  { command: 'resume', before: true, says: 'pi resumed\n', after: false },
  { command: 'resume', before: undefined, says: 'pi is not suspended already\n', after: undefined },
])('sparkctl $command, where spec.suspend is $before', async ({ command, before, says, after }) => {
  const cluster = new CommandsOnACluster();
  await cluster.submit(before === undefined ? {} : { suspend: before });
  const { code, printed } = await cluster.run(command, 'pi');
  expect({ code, printed }).toEqual({ code: 0, printed: says });
  expect(cluster.api.all(APPLICATIONS)[0]?.spec.suspend).toBe(after);
});

test.each(['suspend', 'resume'])(
  'sparkctl %s leaves an application that has ended alone',
  async (command) => {
    const cluster = new CommandsOnACluster();
    await cluster.submit({}, { applicationState: { state: 'COMPLETED' } });
    const { code, told } = await cluster.run(command, 'pi');
    expect(code).toBe(1);
    expect(told[0]).toContain('it has ended (COMPLETED); sparkctl rerun begins it anew');
  },
);
