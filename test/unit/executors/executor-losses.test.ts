import { describe, expect, test } from '@jest/globals';
import type { ExecutorLoss } from '../../../src/api/spark-executor-set.ts';
import {
  LARGEST_SET_BYTES,
  lossRoom,
  openLosses,
  shortened,
  withLosses,
  type ExecutorEnd,
} from '../../../src/executors/executor-losses.ts';

const end = (id: number): ExecutorEnd => ({
  id,
  outcome: 'failed',
  exitCode: 1,
  causedByApplication: true,
  reason: 'r',
});
const loss = (sequence: number): ExecutorLoss => ({
  sequence,
  id: sequence,
  exitCode: 1,
  causedByApplication: true,
  reason: 'r',
});
const losses = (count: number): ExecutorLoss[] =>
  Array.from({ length: count }, (_, index) => loss(index + 1));

describe('the ledger of losses', () => {
  test.each([
    { name: 'a new set has none', status: {}, spec: {}, sequences: [], lastLoss: 0 },
    {
      name: 'a loss stays until it is acknowledged',
      status: { losses: losses(3), lastLoss: 3 },
      spec: { acknowledgedLoss: 1 },
      sequences: [2, 3],
      lastLoss: 3,
    },
    {
      name: 'what is acknowledged is dropped',
      status: { losses: losses(3), lastLoss: 3 },
      spec: { acknowledgedLoss: 3 },
      sequences: [],
      lastLoss: 3,
    },
    {
      name: 'a set that was made anew goes on where the driver is',
      status: {},
      spec: { acknowledgedLoss: 9 },
      sequences: [],
      lastLoss: 9,
    },
    {
      name: 'a driver that acknowledges what nobody can have told it has heard of all',
      status: { losses: losses(3), lastLoss: 3 },
      spec: { acknowledgedLoss: 2 ** 63 },
      sequences: [],
      lastLoss: 3,
    },
  ])('$name', ({ status, spec, sequences, lastLoss }) => {
    const ledger = openLosses(status, spec);
    expect(ledger.losses.map(({ sequence }) => sequence)).toEqual(sequences);
    expect(ledger.lastLoss).toBe(lastLoss);
  });

  test('each end gets the next sequence', () => {
    const ledger = withLosses({ losses: losses(1), lastLoss: 4 }, [end(7), end(8)]);
    expect(ledger.losses.map(({ sequence, id }) => [sequence, id])).toEqual([
      [1, 1],
      [5, 7],
      [6, 8],
    ]);
    expect(ledger.lastLoss).toBe(6);
  });

  test.each([
    { name: 'an empty one takes as many as the schema allows', open: 0, otherBytes: 2_000, room: 500 },
    { name: 'the schema sets a limit', open: 499, otherBytes: 2_000, room: 1 },
    { name: 'a full one takes none', open: 500, otherBytes: 2_000, room: 0 },
    { name: 'a heavy set takes fewer', open: 0, otherBytes: LARGEST_SET_BYTES - 10_000, room: 25 },
    { name: 'a set that is too heavy takes a few', open: 5, otherBytes: 4 * LARGEST_SET_BYTES, room: 15 },
    { name: 'a set that is too heavy and has a few', open: 20, otherBytes: 4 * LARGEST_SET_BYTES, room: 0 },
  ])('$name', ({ open, otherBytes, room }) => {
    expect(lossRoom({ losses: losses(open), lastLoss: open }, otherBytes)).toBe(room);
  });

  test('a set with as many of the longest losses as fit is small enough', () => {
    const reason = '"'.repeat(200);
    const ends = Array.from({ length: lossRoom({ losses: [], lastLoss: 0 }, 40_000) }, (_, index) => ({
      ...end(2_000_000_000 + index),
      exitCode: -2_147_483_648,
      causedByApplication: false,
      reason,
    }));
    const written = JSON.stringify(withLosses({ losses: [], lastLoss: Number.MAX_SAFE_INTEGER - 500 }, ends));
    expect(ends).toHaveLength(500);
    expect(written.length + 40_000).toBeLessThan(LARGEST_SET_BYTES);
  });
});

describe('shortened', () => {
  test.each([
    { name: 'short text stays', text: 'evicted', most: 10, is: 'evicted' },
    { name: 'lines become one', text: ' a\n\tb ', most: 10, is: 'a b' },
    { name: 'long text ends in an ellipsis', text: 'a'.repeat(20), most: 10, is: `${'a'.repeat(7)}…` },
    { name: 'characters stay whole', text: 'äöüäöü', most: 10, is: 'äöü…' },
    { name: 'pairs of surrogates stay whole', text: '😀😀😀😀', most: 10, is: '😀…' },
  ])('$name', ({ text, most, is }) => {
    expect(shortened(text, most)).toBe(is);
    expect(Buffer.byteLength(shortened(text, most))).toBeLessThanOrEqual(most);
  });
});
