import { beforeEach, describe, expect, test } from '@jest/globals';
import { APPLICATIONS, type SparkApplicationStatus } from '../../../../src/api/spark-application.ts';
import type { ApplicationState } from '../../../../src/api/application-state.ts';
import { sparkctl } from '../../../../src/cli/sparkctl.ts';
import { EVENTS } from '../../../../src/kube/event.ts';
import { PODS } from '../../../../src/manifest/pod.ts';
import { applicationIn } from '../../../fakes/applications.ts';
import { InMemoryApiServer, refusal } from '../../../fakes/in-memory-api-server.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { RecordedTerminal } from '../recorded-terminal.ts';

const PI = { namespace: 'jobs', name: 'pi' };
const DRIVER = { namespace: 'jobs', name: 'pi-driver' };

let api = new InMemoryApiServer(new ManualClock(0));
beforeEach(async () => {
  api = new InMemoryApiServer(new ManualClock(0));
  await api.create(APPLICATIONS, applicationIn(''));
});

/** What happens between two looks. */
type Scene = (terminal: RecordedTerminal) => Promise<unknown>;

const state = (to: ApplicationState, more: Partial<SparkApplicationStatus> = {}): Scene => {
  const status = {
    applicationState: { state: to },
    driverInfo: { podName: 'pi-driver' },
    attempt: 1,
    ...more,
  };
  return () => api.mergePatch(APPLICATIONS, PI, { status }, 'status');
};

const driver = (phase: string, exitCode?: number): Scene => {
  const terminated = exitCode === undefined ? [] : [{ name: 'spark', state: { terminated: { exitCode } } }];
  return async () => {
    const spec = { containers: [{ name: 'sidecar' }, { name: 'spark' }] };
    if (exitCode === undefined) await api.create(PODS, { metadata: DRIVER, spec });
    await api.mergePatch(PODS, DRIVER, { status: { phase, containerStatuses: terminated } }, 'status');
  };
};

/** The API server, or nobody. */
const answers = (does: boolean): Scene => {
  return async () => {
    api.refuse = () => (does ? undefined : refusal('Unreachable', 'gone'));
  };
};

/** Follows it while these scenes are played; answers with what a person would see. */
async function follow(...scenes: readonly Scene[]) {
  const left = [...scenes];
  const logged: string[] = [];
  const terminal: RecordedTerminal = new RecordedTerminal(
    {},
    {
      api,
      namespace: 'jobs',
      now: () => 0,
      // Nobody waits: the next scene is played instead.
      after: (_, wake) => {
        void (left.shift() ?? (async () => undefined))(terminal).then(wake);
        return () => undefined;
      },
      log: async function* ({ name, container }) {
        logged.push(`${name}/${container}`);
        yield Buffer.from('one\ntw');
        yield Buffer.from('o\nPi is roughly 3.14');
      },
      close: async () => undefined,
    },
  );
  const code = await sparkctl(['follow', 'pi'], terminal);
  return { code, printed: terminal.printed, told: terminal.told, logged };
}

describe('sparkctl follow', () => {
  test('shows state and log to the end', async () => {
    const followed = await follow(
      state('SUBMITTED'),
      driver('Running'),
      state('RUNNING'),
      state('COMPLETED'),
    );
    expect(followed).toEqual({
      code: 0,
      printed: 'one\ntwo\nPi is roughly 3.14\n',
      told: ['pi: NEW', 'pi: SUBMITTED', 'pi: RUNNING', 'pi: COMPLETED'],
      logged: ['pi-driver/spark'],
    });
  });

  test('ends with the exit code of the driver', async () => {
    const failed = state('FAILED', { applicationState: { state: 'FAILED', errorMessage: 'exit code 42' } });
    const { code, told } = await follow(driver('Running'), state('RUNNING'), driver('Failed', 42), failed);
    expect({ code, last: told.at(-1) }).toEqual({ code: 42, last: 'pi failed: exit code 42' });
  });

  test('ends with 1 where there is no driver', async () => {
    expect((await follow(state('FAILED'))).code).toBe(1);
  });

  test('tells each event once', async () => {
    const event = {
      metadata: { namespace: 'jobs', name: 'e' },
      type: 'Warning',
      reason: 'Misspelt',
      message: 'x',
      count: 1,
      involvedObject: { uid: (await api.get(APPLICATIONS, PI))?.metadata.uid },
    };
    const happens: Scene = () => api.create(EVENTS, event as never);
    const { told } = await follow(happens, state('SUBMITTED'), state('COMPLETED'));
    expect(told.filter((line) => line === 'Warning Misspelt: x')).toHaveLength(1);
  });

  test('goes on after the API server was away', async () => {
    const { code, told } = await follow(answers(false), answers(true), state('COMPLETED'));
    expect({ code, told }).toEqual({
      code: 0,
      told: ['pi: NEW', 'pi: the API server does not answer', 'pi: NEW', 'pi: COMPLETED'],
    });
  });

  test('says how to come back after Ctrl-C', async () => {
    const { code, told } = await follow(state('RUNNING'), async ({ interruption }) => interruption.abort());
    expect({ code, last: told.at(-1) }).toEqual({
      code: 0,
      last: 'detached: pi goes on. sparkctl follow pi -n jobs attaches again.',
    });
  });

  test('ends where the application is deleted', async () => {
    const { code, told } = await follow(state('RUNNING'), () => api.delete(APPLICATIONS, PI));
    expect({ code, last: told.at(-1) }).toEqual({ code: 1, last: 'sparkctl follow: pi was deleted' });
  });
});
