import { describe, expect, test } from '@jest/globals';

import { ApiError } from '../../../src/kube/api-error.ts';
import type { NextLook } from '../../../src/clock.ts';
import { WorkQueue, type WorkQueueObserver } from '../../../src/kube/work-queue.ts';
import { OperatorError } from '../../../src/operator-error.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { RecordingLog } from './recording-log.ts';

const ON_CHANGE: NextLook = { kind: 'on-change' };

/** A worker the test can hold up: `hold` makes a key's work wait until `release`. */
class Workshop {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  /** Key and time of each beginning. */
  readonly began: string[] = [];
  readonly observed: string[] = [];
  answer: (key: string) => NextLook = () => ON_CHANGE;
  readonly #held = new Map<string, PromiseWithResolvers<void>>();
  readonly #stopping = new AbortController();
  readonly queue: WorkQueue;
  ended: Promise<void> = Promise.resolve();

  constructor(workers = 2) {
    const observer: WorkQueueObserver = {
      depthChanged: (depth) => this.observed.push(`depth ${depth}`),
      started: (waitedMs) => this.observed.push(`waited ${waitedMs}`),
      ended: (outcome, lastedMs) => this.observed.push(`${outcome} after ${lastedMs}`),
    };
    this.queue = new WorkQueue(
      { work: (key) => this.#work(key), workers, observer },
      { clock: this.clock, log: this.log, random: () => 1 },
    );
  }

  run(): this {
    this.ended = this.queue.run(this.#stopping.signal);
    return this;
  }

  stop(): void {
    this.#stopping.abort();
  }

  hold(key: string): void {
    this.#held.set(key, Promise.withResolvers());
  }

  async release(key: string): Promise<void> {
    this.#held.get(key)?.resolve();
    this.#held.delete(key);
    await this.clock.pass(0);
  }

  async #work(key: string): Promise<NextLook> {
    this.began.push(`${key}@${this.clock.now()}`);
    await this.#held.get(key)?.promise;
    return this.answer(key);
  }
}

const failing = (error: Error) => (): never => {
  throw error;
};

describe('keys', () => {
  test('are worked on once, however often they were added', async () => {
    const shop = new Workshop();
    shop.queue.add('a');
    shop.queue.add('a');
    shop.queue.add('b');
    shop.run();
    await shop.clock.pass(0);
    expect(shop.began).toEqual(['a@0', 'b@0']);
  });

  test('are never worked on twice at once, and again if they were added meanwhile', async () => {
    const shop = new Workshop().run();
    shop.hold('a');
    shop.queue.add('a');
    await shop.clock.pass(0);
    shop.queue.add('a');
    shop.queue.add('a');
    await shop.clock.pass(100);
    expect(shop.began).toEqual(['a@0']);
    await shop.release('a');
    expect(shop.began).toEqual(['a@0', 'a@100']);
  });

  test('wait while all workers are busy, and are taken in order', async () => {
    const shop = new Workshop(2).run();
    shop.hold('a');
    shop.hold('b');
    for (const key of ['a', 'b', 'c', 'd']) shop.queue.add(key);
    await shop.clock.pass(10);
    expect(shop.began).toEqual(['a@0', 'b@0']);
    await shop.release('b');
    expect(shop.began).toEqual(['a@0', 'b@0', 'c@10', 'd@10']);
  });

  test('are not worked on by whoever adds them', () => {
    const shop = new Workshop().run();
    shop.queue.add('a');
    expect(shop.began).toEqual([]);
  });
});

describe('a later look', () => {
  test('comes when the work asked for it', async () => {
    const shop = new Workshop().run();
    shop.answer = () => (shop.clock.now() === 0 ? { kind: 'after', delayMs: 5000 } : ON_CHANGE);
    shop.queue.add('a');
    await shop.clock.pass(60_000);
    expect(shop.began).toEqual(['a@0', 'a@5000']);
  });

  test('comes at the earliest of several wishes', async () => {
    const shop = new Workshop().run();
    shop.queue.addAfter('a', 3000);
    shop.queue.addAfter('a', 1000);
    shop.queue.addAfter('a', 2000);
    await shop.clock.pass(60_000);
    expect(shop.began).toEqual(['a@1000']);
  });

  test('is not needed any more when a change led to one', async () => {
    const shop = new Workshop().run();
    shop.queue.addAfter('a', 1000);
    shop.queue.add('a');
    await shop.clock.pass(60_000);
    expect(shop.began).toEqual(['a@0']);
  });

  test('that falls into the work follows it', async () => {
    const shop = new Workshop().run();
    shop.hold('a');
    shop.queue.add('a');
    await shop.clock.pass(0);
    shop.queue.addAfter('a', 10);
    await shop.clock.pass(50);
    await shop.release('a');
    expect(shop.began).toEqual(['a@0', 'a@50']);
  });
});

describe('a failing key', () => {
  test('comes back after rests that double', async () => {
    const shop = new Workshop().run();
    shop.answer = failing(new Error('a bug'));
    shop.queue.add('a');
    await shop.clock.pass(4000);
    expect(shop.began).toEqual(['a@0', 'a@500', 'a@1500', 'a@3500']);
    expect(shop.log.lines).toContain('warn: work on a key failed');
  });

  test('rests no longer than a minute', async () => {
    const shop = new Workshop().run();
    shop.answer = failing(new Error('a bug'));
    shop.queue.add('a');
    await shop.clock.pass(600_000);
    const begins = shop.began.length;
    await shop.clock.pass(60_000);
    expect(shop.began).toHaveLength(begins + 1);
  });

  test('begins anew after a success', async () => {
    const shop = new Workshop().run();
    shop.answer = () => (shop.clock.now() === 500 ? ON_CHANGE : failing(new Error('now and then'))());
    shop.queue.add('a');
    await shop.clock.pass(1000);
    shop.queue.add('a');
    await shop.clock.pass(500);
    expect(shop.began).toEqual(['a@0', 'a@500', 'a@1000', 'a@1500']);
  });

  test('holds up no other', async () => {
    const shop = new Workshop(1).run();
    shop.answer = (key) => (key === 'bad' ? failing(new Error('always'))() : ON_CHANGE);
    shop.queue.add('bad');
    for (let i = 0; i < 10; i++) shop.queue.add(`good-${i}`);
    await shop.clock.pass(0);
    expect(shop.began).toHaveLength(11);
  });

  test('is not hurried by a storm of changes', async () => {
    const shop = new Workshop().run();
    shop.answer = failing(new Error('always'));
    for (let ms = 0; ms < 999; ms++) {
      shop.queue.add('a');
      await shop.clock.pass(1);
    }
    expect(shop.began).toEqual(['a@0', 'a@250', 'a@500', 'a@750']);
  });

  test('stays away as long as the API server asks, changes or not', async () => {
    const shop = new Workshop().run();
    const busy = new ApiError({
      reason: 'TooManyRequests',
      code: 429,
      message: 'busy',
      retryAfterSeconds: 7,
    });
    shop.answer = failing(new Error('no status written', { cause: busy }));
    shop.queue.add('a');
    await shop.clock.pass(10);
    shop.queue.add('a');
    await shop.clock.pass(6989);
    expect(shop.began).toEqual(['a@0']);
    await shop.clock.pass(1);
    expect(shop.began).toEqual(['a@0', 'a@7000']);
  });

  test('waits for a change where only the user can help', async () => {
    const shop = new Workshop().run();
    shop.answer = failing(new OperatorError('SPARK_MEMORY_UNREADABLE', { field: 'x', text: 'y' }));
    shop.queue.add('a');
    await shop.clock.pass(600_000);
    expect(shop.began).toEqual(['a@0']);
    shop.queue.add('a');
    await shop.clock.pass(0);
    expect(shop.began).toHaveLength(2);
    expect(shop.log.lines).toEqual(['warn: work on a key was given up', 'warn: work on a key was given up']);
  });
});

describe('stopping', () => {
  test('waits for the work that has begun and begins no more', async () => {
    const shop = new Workshop(1).run();
    shop.hold('a');
    for (const key of ['a', 'b']) shop.queue.add(key);
    await shop.clock.pass(0);
    let ended = false;
    void shop.ended.then(() => (ended = true));
    shop.stop();
    await shop.clock.pass(1000);
    expect(ended).toBe(false);
    await shop.release('a');
    await shop.ended;
    expect(shop.began).toEqual(['a@0']);
  });
});

test('depth, waiting time and outcome can be observed', async () => {
  const shop = new Workshop(1).run();
  shop.hold('a');
  shop.queue.add('a');
  await shop.clock.pass(0);
  shop.queue.add('b');
  await shop.clock.pass(30);
  await shop.release('a');
  const ofA = ['depth 1', 'depth 0', 'waited 0'];
  const ofB = ['depth 1', 'looked after 30', 'depth 0', 'waited 30', 'looked after 0'];
  expect(shop.observed).toEqual([...ofA, ...ofB]);
});
