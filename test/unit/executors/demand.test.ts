import { describe, expect, test } from '@jest/globals';
import type { ExecutorSetSpec } from '../../../src/api/spark-executor-set.ts';
import { demandOf, heldExits, isScaled, wantedOf } from '../../../src/executors/demand.ts';
import { executorSet } from '../../fakes/executor-pods.ts';

const spec = (more: Partial<ExecutorSetSpec>): ExecutorSetSpec => ({ ...executorSet().spec, ...more });
const MOST = 10_000;
const LIVE = { ended: false };

describe('demandOf', () => {
  test.each<{
    readonly name: string;
    readonly spec: ExecutorSetSpec;
    readonly driver?: { readonly ended: boolean };
    readonly kind: string;
  }>([
    { name: 'a driver that has not asked yet: unknown', spec: spec({}), kind: 'unknown' },
    {
      name: 'a driver that wants no executors: an explicit zero',
      spec: spec({ profiles: [] }),
      kind: 'wanted',
    },
    {
      name: 'a driver that has stopped: none',
      spec: spec({ profiles: [{ id: 0, replicas: 3 }], stopped: true }),
      kind: 'none',
    },
    {
      name: 'a driver that has ended: none',
      spec: spec({ profiles: [{ id: 0, replicas: 3 }] }),
      driver: { ended: true },
      kind: 'none',
    },
    {
      name: 'a driver newer than this operator: unknown',
      spec: spec({ schema: 99, profiles: [{ id: 0, replicas: 3 }] }),
      kind: 'unknown',
    },
  ])('$name', ({ spec: given, driver = LIVE, kind }) => {
    expect(demandOf(given, driver, MOST).kind).toBe(kind);
  });

  test('profiles come in order of their ids', () => {
    const demand = demandOf(
      spec({
        profiles: [
          { id: 3, replicas: 1 },
          { id: 0, replicas: 2 },
        ],
      }),
      LIVE,
      MOST,
    );
    expect(demand).toMatchObject({
      profiles: [
        { id: 0, wanted: 2 },
        { id: 3, wanted: 1 },
      ],
    });
    expect([0, 1, 3].map((id) => wantedOf(demand, id))).toEqual([2, 0, 1]);
  });

  test('no application gets more than the operator allows, over all profiles', () => {
    const demand = demandOf(
      spec({
        profiles: [
          { id: 0, replicas: 7 },
          { id: 1, replicas: 7 },
        ],
      }),
      LIVE,
      10,
    );
    expect([0, 1].map((id) => wantedOf(demand, id))).toEqual([7, 3]);
  });
});

test('once somebody has scaled the application, their number counts in the default profile', () => {
  const profiles = [
    { id: 0, replicas: 2 },
    { id: 1, replicas: 3 },
  ];
  const scaled = demandOf(spec({ profiles }), LIVE, 6, 5);
  expect([0, 1].map((id) => wantedOf(scaled, id))).toEqual([5, 1]);
  expect([0, 1].map((id) => isScaled(scaled, id))).toEqual([true, false]);
  expect(isScaled(demandOf(spec({ profiles }), LIVE, MOST), 0)).toBe(false);
  expect(demandOf(spec({ profiles, stopped: true }), LIVE, MOST, 5).kind).toBe('none');
  expect(demandOf(spec({}), LIVE, MOST, 5).kind).toBe('unknown');
});

test.each([
  { nowMs: 0, running: 1, wants: 2, held: 2 },
  { nowMs: 2_999, running: 1, wants: 2, held: 2 },
  { nowMs: 3_000, running: 1, wants: 2, held: 1 },
  { nowMs: 4_000, running: 1, wants: 2, held: 0 },
  { nowMs: 4_000, running: 0, wants: 2, held: 2 },
  { nowMs: 15_000, running: 0, wants: 2, held: 1 },
  { nowMs: 0, running: 1, wants: 3, held: 0 },
])(
  '$nowMs ms after it ended with exit code 0, $held of two executors are not replaced ' +
    'while $running run and $wants are wanted',
  ({ nowMs, running, wants, held }) => {
    const exits = [
      { profileId: 0, atMs: 0, wanted: 2 },
      { profileId: 0, atMs: 1_000, wanted: 2 },
    ];
    const demand = demandOf(spec({ profiles: [{ id: 0, replicas: wants }] }), LIVE, MOST);
    expect(heldExits(exits, demand, running, nowMs)).toHaveLength(held);
  },
);
