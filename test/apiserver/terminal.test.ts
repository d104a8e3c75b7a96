/** What a person sees of sparkctl in a real terminal. */
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { APPLICATIONS } from '../../src/api/spark-application.ts';
import { EXECUTOR_SETS } from '../../src/api/spark-executor-set.ts';
import { eventually, found } from './eventually.ts';
import { piApplication } from './pi-application.ts';
import { newNamespace, realApiServer } from './real-api-server.ts';
import { RealTerminal } from './real-terminal.ts';
import { startOperator, type RunningOperator } from './running-operator.ts';
import { SimulatedCluster, type TestPod } from './simulated-cluster.ts';

const server = realApiServer();
let cluster: SimulatedCluster;
let operator: RunningOperator;
let driver: TestPod;
let terminals: RealTerminal[];

/** The application runs: its driver has asked for two executors. */
beforeEach(async () => {
  terminals = [];
  cluster = new SimulatedCluster(server.api, await newNamespace(server.api, 'terminal'));
  operator = startOperator(server.api, cluster.namespace);
  await server.api.create(APPLICATIONS, piApplication(cluster.namespace));
  driver = await found('driver', async () => (await cluster.pods('driver'))[0]);
  await cluster.start(driver);
  await found('executor set', () => cluster.get(EXECUTOR_SETS, 'pi-1'));
  await cluster.say('pi-1', { profiles: [{ id: 0, replicas: 2 }] });
  await found('second executor', async () => (await cluster.pods('executor'))[1]);
});
afterEach(async () => {
  await Promise.all(terminals.map((terminal) => terminal.close()));
  await operator.stop();
});
afterAll(() => server.close());

async function opened(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<RealTerminal> {
  const terminal = await RealTerminal.running([...words, '-n', cluster.namespace], environment);
  terminals.push(terminal);
  return terminal;
}

/** Once they are right; the last of them is the one that changes. */
const linesOf = (terminal: RealTerminal, areRight: (lines: readonly string[]) => void): Promise<void> =>
  eventually(async () => areRight(await terminal.lines()));

const startExecutors = async (): Promise<void> => {
  for (const pod of await cluster.pods('executor')) await cluster.start(pod);
};

/** Every line that there is of the state. */
const stateLines = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith('pi: '));

test('follow shows state and executors in one line at the bottom, and ends with the exit code of the driver', async () => {
  const terminal = await opened(['follow', 'pi']);
  await linesOf(terminal, (lines) =>
    expect(lines.at(-1)).toMatch(/^pi: RUNNING \[\+{20}\] 0\/2 executors, 2 pending/u),
  );
  await startExecutors();
  await linesOf(terminal, (lines) => {
    expect(lines.at(-1)).toBe('pi: RUNNING [####################] 2/2 executors');
    // It is written over, and never longer than the terminal is wide.
    expect(stateLines(lines)).toHaveLength(1);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
  await cluster.end(driver, 7);
  await eventually(async () => expect(await terminal.exitCode()).toBe(7));
  const lines = await terminal.lines();
  expect(lines.join('\n')).toMatch(/^pi failed: /mu);
  expect(stateLines(lines)).toEqual([]);
});

test('in a terminal that becomes narrower, and wider again, there is one line still', async () => {
  const terminal = await opened(['follow', 'pi']);
  await linesOf(terminal, (lines) => expect(lines.at(-1)).toContain('0/2 executors, 2 pending'));
  await terminal.resize(30);
  await linesOf(terminal, (lines) => {
    expect(lines.at(-1)).toBe('pi: RUNNING [++++++++++++++++');
    expect(stateLines(lines)).toHaveLength(1);
  });
  await startExecutors();
  await linesOf(terminal, (lines) => expect(lines.at(-1)).toBe('pi: RUNNING [################'));
  await terminal.resize(100);
  await linesOf(terminal, (lines) => {
    expect(lines.at(-1)).toBe('pi: RUNNING [####################] 2/2 executors');
    expect(stateLines(lines)).toHaveLength(1);
  });
});

test('Ctrl-C detaches, and says how to attach again; the application goes on', async () => {
  const terminal = await opened(['follow', 'pi']);
  await linesOf(terminal, (lines) => expect(lines.at(-1)).toMatch(/^pi: RUNNING/u));
  await terminal.pressCtrlC();
  await eventually(async () => expect(await terminal.exitCode()).toBe(0));
  expect((await terminal.lines()).join(' ')).toMatch(
    new RegExp(`detached: pi goes on\\. sparkctl follow pi -n ${cluster.namespace} attaches again\\.`, 'u'),
  );
  expect((await cluster.get(APPLICATIONS, 'pi'))?.status?.applicationState.state).toBe('RUNNING');
  // As it says.
  const again = await opened(['follow', 'pi']);
  await linesOf(again, (lines) => expect(lines.at(-1)).toMatch(/^pi: RUNNING/u));
});

test.each([{}, { NO_COLOR: '1' }])('nothing has a colour, with %p', async (environment) => {
  const terminal = await opened(['follow', 'pi'], environment);
  await linesOf(terminal, (lines) => expect(lines.at(-1)).toMatch(/^pi: RUNNING/u));
  expect((await terminal.lines(true)).filter((line) => line.includes('\u001B'))).toEqual([]);
});

test('list --watch prints a row for each change until Ctrl-C', async () => {
  const terminal = await opened(['list', '--watch']);
  await linesOf(terminal, (lines) => expect(lines.at(-1)).toMatch(/^pi +RUNNING +1 +0\/2 /u));
  await startExecutors();
  await linesOf(terminal, (lines) => expect(lines.at(-1)).toMatch(/^pi +RUNNING +1 +2\/2 /u));
  expect((await terminal.lines())[0]).toMatch(/^NAME +STATE +ATTEMPTS +EXECUTORS +AGE$/u);
  await terminal.pressCtrlC();
  await eventually(async () => expect(await terminal.exitCode()).toBe(0));
});
