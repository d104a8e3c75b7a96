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
    const env = [{ name: 'SPARK_DRIVER_BIND_ADDRESS' }];
    const spec = { containers: [{ name: 'spark', env }, { name: 'sidecar' }] };
    if ((await api.get(PODS, DRIVER)) === undefined) await api.create(PODS, { metadata: DRIVER, spec });
    await api.mergePatch(PODS, DRIVER, { status: { phase, containerStatuses: terminated } }, 'status');
  };
};

/** The API server, or nobody. */
const answers = (does: boolean): Scene => {
  return async () => {
    api.refuse = () => (does ? undefined : refusal('Unreachable', 'gone'));
  };
};

/** Somebody has taken rights away. */
const forbids = (what: string): Scene => {
  return async () => {
    api.refuse = (request) => (request.includes(what) ? refusal('Forbidden', 'no') : undefined);
  };
};

/** What the kubelet gives of the log now, in chunks; each line begins with its time. */
let written: () => Iterable<Uint8Array> = () => [];
const SECOND = '2026-11-23T10:00:00';
const WHOLE = [`${SECOND}.1Z one\n${SECOND}.2Z tw`, `o\n${SECOND}.3Z Pi is roughly 3.14`];
beforeEach(() => {
  written = () => WHOLE.map((chunk) => Buffer.from(chunk));
});

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
      log: async function* ({ name, container, sinceTime }) {
        logged.push(`${name}/${container}${sinceTime === undefined ? '' : ` since ${sinceTime}`}`);
        yield* written();
      },
      forward: async () => undefined,
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
      driver('Succeeded', 0),
      state('COMPLETED'),
    );
    expect(followed).toEqual({
      code: 0,
      printed: 'one\ntwo\nPi is roughly 3.14\n',
      told: ['pi: NEW', 'pi: SUBMITTED', 'pi: COMPLETED'],
      logged: ['pi-driver/spark', `pi-driver/spark since ${SECOND}Z`],
    });
  });

  test('opens a log again that broke off, and writes each line once', async () => {
    const whole = written;
    written = () => [Buffer.from(WHOLE[0] ?? '')];
    const goesOn: Scene = async () => {
      written = whole;
    };
    const { printed } = await follow(driver('Running'), goesOn, driver('Succeeded', 0), state('COMPLETED'));
    expect(printed).toBe('one\ntwo\nPi is roughly 3.14\n');
  });

  test('says where the end of a log did not come', async () => {
    const { code, told } = await follow(driver('Running'), state('COMPLETED'));
    expect(code).toBe(0);
    expect(told.at(-1)).toBe('the end of the log of the driver did not come: lines may be missing');
  });

  test.each(['Unreachable', 'ServerError', 'TooManyRequests', 'Unauthorized'] as const)(
    'waits while the API server answers %s',
    async (reason) => {
      const trouble: Scene = async () => {
        api.refuse = () => refusal(reason, 'not now');
      };
      const { code, told } = await follow(trouble, answers(true), state('COMPLETED'));
      expect({ code, last: told.at(-1) }).toEqual({ code: 0, last: 'pi: COMPLETED' });
    },
  );

  test('needs no right to read Events', async () => {
    expect((await follow(forbids('events'), state('COMPLETED'))).code).toBe(0);
  });

  test('says that the application goes on where it cannot be followed any more', async () => {
    const { code, told } = await follow(forbids('applications'));
    expect(code).toBe(1);
    expect(told).toContain('pi goes on. sparkctl follow pi -n jobs attaches again.');
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
