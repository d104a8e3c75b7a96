import { describe, expect, test } from '@jest/globals';
import { NamespaceLimit } from '../../../src/executors/namespace-limit.ts';

/** Who asks for how many places, when, and how many they are granted; the namespace has 10 places. */
interface Ask {
  readonly who: string;
  readonly wants: number;
  /** Places that are taken. */
  readonly there: number;
  readonly atMs?: number;
  readonly gets: number;
}

describe('a namespace with ten places', () => {
  test.each<{ readonly name: string; readonly asks: readonly Ask[] }>([
    { name: 'gives what is wanted where there is room', asks: [{ who: 'pi', wants: 5, there: 5, gets: 5 }] },
    { name: 'gives what is left', asks: [{ who: 'pi', wants: 5, there: 7, gets: 3 }] },
    { name: 'gives nothing once it is full', asks: [{ who: 'pi', wants: 5, there: 12, gets: 0 }] },
    {
      name: 'keeps a place for one that waits',
      asks: [
        { who: 'pi', wants: 1, there: 10, gets: 0 },
        { who: 'tau', wants: 5, there: 9, gets: 0 },
        { who: 'pi', wants: 1, there: 9, gets: 1 },
      ],
    },
    {
      name: 'gives the others what is free beside it',
      asks: [
        { who: 'pi', wants: 1, there: 10, gets: 0 },
        { who: 'tau', wants: 5, there: 6, gets: 3 },
      ],
    },
    {
      name: 'sends whoever got some to the end of the line',
      asks: [
        { who: 'pi', wants: 9, there: 10, gets: 0 },
        { who: 'tau', wants: 9, there: 10, gets: 0 },
        { who: 'pi', wants: 9, there: 9, gets: 1 },
        { who: 'pi', wants: 8, there: 9, gets: 0 },
        { who: 'tau', wants: 9, there: 9, gets: 1 },
        { who: 'pi', wants: 8, there: 9, gets: 1 },
      ],
    },
    {
      name: 'keeps no place for one that wants none any more',
      asks: [
        { who: 'pi', wants: 1, there: 10, gets: 0 },
        { who: 'pi', wants: 0, there: 10, gets: 0 },
        { who: 'tau', wants: 1, there: 9, gets: 1 },
      ],
    },
    {
      name: 'nor for one that has not asked for a while',
      asks: [
        { who: 'pi', wants: 1, there: 10, gets: 0 },
        { who: 'tau', wants: 1, there: 9, atMs: 15_000, gets: 0 },
        { who: 'tau', wants: 1, there: 9, atMs: 15_001, gets: 1 },
      ],
    },
  ])('$name', ({ asks }) => {
    const limit = new NamespaceLimit(10);
    const granted = asks.map(({ who: application, wants: wanted, there, atMs: nowMs = 0 }) => {
      const places = limit.grant({ namespace: 'jobs', application, wanted, there, nowMs });
      return places?.granted ?? wanted;
    });
    expect(granted).toEqual(asks.map(({ gets }) => gets));
  });

  test('knows who is next and how many wait', () => {
    const limit = new NamespaceLimit(10);
    const ask = (namespace: string, application: string) =>
      limit.grant({ namespace, application, wanted: 1, there: 10, nowMs: 0 });
    ask('jobs', 'pi');
    ask('jobs', 'tau');
    ask('more-jobs', 'e');
    expect([limit.waiting, limit.next('jobs'), limit.next('none')]).toEqual([3, 'pi', undefined]);
    limit.forget('jobs', 'pi');
    expect([limit.waiting, limit.next('jobs')]).toEqual([2, 'tau']);
  });
});
