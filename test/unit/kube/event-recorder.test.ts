import { describe, expect, test } from '@jest/globals';

import type { ApiServer } from '../../../src/kube/api-server.ts';
import { EventRecorder } from '../../../src/kube/event-recorder.ts';
import type { EventSubject } from '../../../src/kube/event.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryApiServer } from './memory-api-server.ts';
import { RecordingLog } from './recording-log.ts';

const pod = (name: string): EventSubject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'jobs',
  name,
  uid: `uid-of-${name}`,
});

class Desk {
  readonly clock = new ManualClock();
  readonly server = new MemoryApiServer();
  readonly log = new RecordingLog();
  recorder = this.newRecorder();
  readonly #stopping = new AbortController();
  readonly ended = this.recorder.run(this.#stopping.signal);

  newRecorder(): EventRecorder {
    const world = { api: this.server as unknown as ApiServer, clock: this.clock, log: this.log };
    return new EventRecorder({ component: 'c', instance: 'i' }, world);
  }

  say(message: string, name = 'pi'): void {
    this.recorder.record(pod(name), { type: 'Normal', reason: 'Said', message });
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Message and count of each Event on the server. */
  events(): unknown[] {
    return [...this.server.objects.values()].map((event) =>
      'message' in event && 'count' in event ? [event.message, event.count] : event,
    );
  }
}

describe('an event', () => {
  test('is written soon', async () => {
    const desk = new Desk();
    desk.say('hello');
    await desk.clock.pass(0);
    expect(desk.events()).toEqual([['hello', 1]]);
  });

  test('that is said again is counted, and says when it was last', async () => {
    const desk = new Desk();
    desk.say('hello');
    await desk.clock.pass(5000);
    desk.say('hello');
    await desk.clock.pass(0);
    expect(desk.events()).toEqual([['hello', 2]]);
    expect([...desk.server.objects.values()]).toMatchObject([
      { firstTimestamp: '1970-01-01T00:00:00Z', lastTimestamp: '1970-01-01T00:00:05Z' },
    ]);
  });

  test('that is said again before it was written is written once', async () => {
    const desk = new Desk();
    for (let i = 0; i < 3; i++) desk.say('hello');
    await desk.clock.pass(0);
    expect(desk.events()).toEqual([['hello', 3]]);
    expect(desk.server.requests).toHaveLength(1);
  });

  test('is counted on after a restart', async () => {
    const desk = new Desk();
    desk.say('hello');
    await desk.clock.pass(0);
    desk.recorder = desk.newRecorder();
    void desk.recorder.run(new AbortController().signal);
    desk.say('hello');
    await desk.clock.pass(0);
    expect(desk.events()).toEqual([['hello', 2]]);
  });

  test('that the server has forgotten is written anew', async () => {
    const desk = new Desk();
    desk.say('hello');
    await desk.clock.pass(0);
    desk.server.objects.clear();
    desk.say('hello');
    await desk.clock.pass(0);
    expect(desk.events()).toEqual([['hello', 1]]);
  });

  test('that cannot be written is logged, and the next one is written', async () => {
    const desk = new Desk();
    desk.server.failNext('Forbidden');
    desk.say('lost');
    desk.say('kept');
    await desk.clock.pass(0);
    expect(desk.events()).toEqual([['kept', 1]]);
    expect(desk.log.lines).toEqual(['warn: an event was not written']);
  });
});

describe('a flood', () => {
  test('from one object ends with its allowance and leaves others theirs', async () => {
    const desk = new Desk();
    for (let i = 0; i < 100; i++) desk.say(`trouble ${i}`, 'bad');
    desk.say('fine', 'good');
    await desk.clock.pass(0);
    expect(desk.events()).toHaveLength(26);
    expect(desk.events()).toContainEqual(['fine', 1]);
  });

  test('from one object may go on slowly', async () => {
    const desk = new Desk();
    for (let i = 0; i < 100; i++) desk.say(`trouble ${i}`);
    await desk.clock.pass(300_000);
    desk.say('one more');
    desk.say('and another');
    await desk.clock.pass(0);
    expect(desk.events()).toHaveLength(26);
  });

  test('from everywhere does not pile up while the server hangs', async () => {
    const desk = new Desk();
    const opening = Promise.withResolvers<void>();
    desk.server.gate = opening.promise;
    for (let i = 0; i < 6000; i++) desk.say('hello', `pod-${i}`);
    opening.resolve();
    await desk.clock.pass(0);
    expect(desk.events()).toHaveLength(5000);
  });

  test('gives a busy server pauses, three times as long as each write took', async () => {
    const desk = new Desk();
    desk.server.gate = new Promise((resolve) => desk.clock.after(100, () => resolve()));
    desk.say('first', 'one');
    desk.say('second', 'other');
    await desk.clock.pass(399);
    expect(desk.events()).toEqual([['first', 1]]);
    await desk.clock.pass(1);
    expect(desk.events()).toEqual([
      ['first', 1],
      ['second', 1],
    ]);
  });
});

describe('stopping', () => {
  test('takes no longer than a few seconds, whatever is left', async () => {
    const desk = new Desk();
    desk.server.gate = new Promise((resolve) => desk.clock.after(5_001, () => resolve()));
    desk.say('late', 'one');
    desk.say('too late', 'other');
    desk.stop();
    await desk.clock.pass(5_001);
    await desk.ended;
    expect(desk.events()).toEqual([['late', 1]]);
  });

  test('writes what is left', async () => {
    const desk = new Desk();
    desk.say('last words');
    desk.stop();
    await desk.ended;
    expect(desk.events()).toEqual([['last words', 1]]);
  });

  test('does not insist', async () => {
    const desk = new Desk();
    desk.server.failNext('Unreachable', 100);
    for (let i = 0; i < 5; i++) desk.say(`${i}`);
    desk.stop();
    await desk.ended;
    expect(desk.server.requests).toHaveLength(1);
  });
});
