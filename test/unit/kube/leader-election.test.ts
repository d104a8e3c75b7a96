import { describe, expect, test } from '@jest/globals';

import type { ApiServer } from '../../../src/kube/api-server.ts';
import { aborted } from '../../../src/kube/aborted.ts';
import { LeaderElection } from '../../../src/kube/leader-election.ts';
import type { LeaseManifest } from '../../../src/kube/lease.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryApiServer } from './memory-api-server.ts';
import { RecordingLog } from './recording-log.ts';

const LEASE = { namespace: 'ops', name: 'leader' };

/** Candidates for one lease, at one API server, under one clock. */
class Race {
  readonly clock = new ManualClock();
  readonly server = new MemoryApiServer();
  /** Who began and ended to lead, when. */
  readonly story: string[] = [];

  /** `slowMs`: how long this candidate takes to stop when told to. */
  enter(identity: string, slowMs = 0): { readonly stop: () => void; readonly ended: Promise<void> } {
    const stopping = new AbortController();
    const api = this.server as unknown as ApiServer;
    const world = { api, clock: this.clock, log: new RecordingLog(), random: () => 0 };
    const election = new LeaderElection({ lease: LEASE, identity }, world);
    const ended = election.lead(stopping.signal, (leading) => this.#reign(identity, leading, slowMs));
    return { stop: () => stopping.abort(), ended };
  }

  holder(): string | undefined {
    const lease: LeaseManifest | undefined = this.server.objects.get('leases/ops/leader');
    return lease?.spec?.holderIdentity;
  }

  #reign(identity: string, leading: AbortSignal, slowMs: number): Promise<void> {
    this.story.push(`${identity} began at ${this.clock.now()}`);
    return new Promise((resolve) => {
      const end = (): void => {
        this.story.push(`${identity} ended at ${this.clock.now()}`);
        resolve();
      };
      leading.addEventListener('abort', () => void this.clock.after(slowMs, end), { once: true });
    });
  }
}

describe('the API server', () => {
  test.each([
    { name: 'that answers is told', failures: 0, told: true },
    { name: 'that does not answer is not', failures: 99, told: false },
  ])('$name', async ({ failures, told }) => {
    const [clock, server, stopping] = [new ManualClock(), new MemoryApiServer(), new AbortController()];
    let answered = false;
    const api = server as unknown as ApiServer;
    const onAnswered = (): void => void (answered = true);
    const world = { api, clock, log: new RecordingLog(), random: () => 0, onAnswered };
    server.failNext('Unreachable', failures);
    const leading = new LeaderElection({ lease: LEASE, identity: 'a' }, world).lead(stopping.signal, () =>
      aborted(stopping.signal),
    );
    await clock.pass(10_000);
    expect(answered).toBe(told);
    stopping.abort();
    await clock.pass(10_000);
    await leading;
  });
});

describe('one candidate', () => {
  test('leads at once and goes on leading', async () => {
    const race = new Race();
    race.enter('a');
    await race.clock.pass(60_000);
    expect(race.story).toEqual(['a began at 0']);
    expect(race.holder()).toBe('a');
  });

  test('frees the lease when it is told to stop, once its work has ended', async () => {
    const race = new Race();
    const { stop, ended } = race.enter('a', 3000);
    await race.clock.pass(1000);
    stop();
    await race.clock.pass(2999);
    expect(race.holder()).toBe('a');
    await race.clock.pass(1);
    await ended;
    expect(race.holder()).toBe('');
    expect(race.story.at(-1)).toBe('a ended at 4000');
  });

  test('survives a spell of failing renewals', async () => {
    const race = new Race();
    race.enter('a');
    await race.clock.pass(0);
    race.server.failNext('ServerError', 3);
    await race.clock.pass(30_000);
    expect(race.story).toEqual(['a began at 0']);
  });

  test('stops when it could not renew for too long, and leads again when it can', async () => {
    const race = new Race();
    race.enter('a');
    await race.clock.pass(0);
    race.server.failNext('Unreachable', 6);
    await race.clock.pass(14_000);
    expect(race.story).toEqual(['a began at 0', 'a ended at 10000', 'a began at 14000']);
  });

  test('stops at the deadline even while a renewal is unanswered', async () => {
    const race = new Race();
    race.enter('a');
    await race.clock.pass(0);
    race.server.gate = new Promise(() => {});
    await race.clock.pass(10_000);
    expect(race.story).toEqual(['a began at 0', 'a ended at 10000']);
  });

  test('does not mind that somebody touched the lease', async () => {
    const race = new Race();
    race.enter('a');
    await race.clock.pass(0);
    await race.server.mergePatch({ apiVersion: '', kind: '', plural: 'leases' }, LEASE, {});
    await race.clock.pass(20_000);
    expect(race.story).toEqual(['a began at 0']);
  });

  test('tells the failure of its work, and frees the lease', async () => {
    const { clock, server } = new Race();
    const world = { api: server as unknown as ApiServer, clock, log: new RecordingLog(), random: () => 0 };
    const election = new LeaderElection({ lease: LEASE, identity: 'a' }, world);
    const leading = election.lead(new AbortController().signal, () => Promise.reject(new Error('a bug')));
    const outcome = leading.catch((error: unknown) => String(error));
    await clock.pass(2000);
    await expect(outcome).resolves.toBe('Error: a bug');
    expect(server.objects.get('leases/ops/leader')).toMatchObject({ spec: { holderIdentity: '' } });
  });
});

describe('two candidates', () => {
  test('never lead at once; the second follows quickly when the first steps down', async () => {
    const race = new Race();
    const first = race.enter('a');
    race.enter('b');
    await race.clock.pass(60_500);
    first.stop();
    await race.clock.pass(2000);
    expect(race.story).toEqual(['a began at 0', 'a ended at 60500', 'b began at 62000']);
  });

  test('never lead at once; the second follows after the duration when the first vanished', async () => {
    const race = new Race();
    const { server } = race;
    await server.create(
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', plural: 'leases' },
      {
        metadata: LEASE,
        spec: { holderIdentity: 'dead', leaseDurationSeconds: 15 },
      },
    );
    race.enter('b');
    await race.clock.pass(20_000);
    expect(race.story).toEqual(['b began at 16000']);
  });

  test('split no leadership when the lease is taken over: who lost it stops', async () => {
    const race = new Race();
    race.enter('a');
    await race.clock.pass(1000);
    const spec = { holderIdentity: 'usurper', leaseDurationSeconds: 15 };
    await race.server.mergePatch({ apiVersion: '', kind: '', plural: 'leases' }, LEASE, { spec });
    await race.clock.pass(5000);
    expect(race.story).toEqual(['a began at 0', 'a ended at 4000']);
  });
});
