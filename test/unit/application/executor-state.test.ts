import { describe, expect, test } from '@jest/globals';
import type { ExecutorState } from '../../../src/api/executor-state.ts';
import {
  executorStatePatch,
  nextExecutorState,
  type ExecutorStates,
} from '../../../src/application/executor-state.ts';

const there = (states: ExecutorStates): ReadonlyMap<string, ExecutorState> => new Map(Object.entries(states));
const many = (count: number, state: ExecutorState): ExecutorStates =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`pi-exec-${index + 1}`, state]));

describe('the map of executors', () => {
  test.each<{
    readonly name: string;
    readonly before: ExecutorStates;
    readonly pods: ExecutorStates;
    readonly lost?: readonly number[];
    readonly after: ExecutorStates;
  }>([
    {
      name: 'shows what is there',
      before: {},
      pods: { 'pi-exec-1': 'PENDING' },
      after: { 'pi-exec-1': 'PENDING' },
    },
    {
      name: 'follows what is there',
      before: { 'pi-exec-1': 'PENDING' },
      pods: { 'pi-exec-1': 'RUNNING' },
      after: { 'pi-exec-1': 'RUNNING' },
    },
    {
      name: 'keeps a failed one that is gone',
      before: { 'pi-exec-1': 'FAILED' },
      pods: {},
      after: { 'pi-exec-1': 'FAILED' },
    },
    {
      name: 'takes a running one that is gone as completed',
      before: { 'pi-exec-1': 'RUNNING' },
      pods: {},
      after: { 'pi-exec-1': 'COMPLETED' },
    },
    {
      name: 'but as failed where it was lost',
      before: { 'pi-exec-1': 'RUNNING', 'pi-exec-2': 'UNKNOWN' },
      pods: {},
      lost: [1],
      after: { 'pi-exec-1': 'FAILED', 'pi-exec-2': 'COMPLETED' },
    },
    { name: 'forgets what never ran', before: { 'pi-exec-1': 'PENDING' }, pods: {}, after: {} },
  ])('$name', ({ before, pods, lost = [], after }) => {
    expect(nextExecutorState(before, there(pods), new Set(lost))).toEqual(after);
  });

  test('shows five hundred that are there, always the same', () => {
    const shown = Object.keys(nextExecutorState({}, there(many(5_000, 'RUNNING')), new Set()));
    expect([shown.length, shown.at(0), shown.at(-1)]).toEqual([500, 'pi-exec-1', 'pi-exec-500']);
  });

  test('keeps the last fifty that are gone', () => {
    const shown = Object.keys(nextExecutorState(many(400, 'RUNNING'), new Map(), new Set()));
    expect([shown.length, shown.at(0), shown.at(-1)]).toEqual([50, 'pi-exec-351', 'pi-exec-400']);
  });
});

describe('its patch', () => {
  test.each<{
    readonly name: string;
    readonly before: ExecutorStates;
    readonly after: ExecutorStates;
    readonly patch: unknown;
  }>([
    {
      name: 'is none where nothing is new',
      before: many(2, 'RUNNING'),
      after: many(2, 'RUNNING'),
      patch: undefined,
    },
    {
      name: 'has what is new and what is gone, nothing else',
      before: many(3, 'RUNNING'),
      after: { 'pi-exec-1': 'RUNNING', 'pi-exec-2': 'FAILED' },
      patch: { 'pi-exec-2': 'FAILED', 'pi-exec-3': null },
    },
  ])('$name', ({ before, after, patch }) => {
    expect(executorStatePatch(before, after)).toEqual(patch);
  });
});
