import { expect, test } from '@jest/globals';
import type { DriverState } from '../../../src/application/driver-pod.ts';
import { eventsTellFromMs, mostTelling } from '../../../src/application/driver-trouble.ts';
import { driverPodIn } from '../../fakes/applications.ts';

const AT = 60_000;
const WAITING = { reason: 'ErrImagePull', message: '' };

test.each<{
  readonly name: string;
  readonly state: DriverState;
  readonly atMs?: number;
  readonly fromMs?: number;
}>([
  {
    name: 'that waits on a node without a word, after ten seconds',
    state: { kind: 'pending', waiting: undefined },
    atMs: AT,
    fromMs: AT + 10_000,
  },
  { name: 'without a node, never', state: { kind: 'pending', waiting: undefined } },
  { name: 'that says it itself, never', state: { kind: 'pending', waiting: WAITING }, atMs: AT },
  { name: 'that runs, never', state: { kind: 'running' }, atMs: AT },
])('Events are asked about a driver $name', ({ state, atMs, fromMs }) => {
  expect(eventsTellFromMs(driverPodIn(state, { startedAtMs: atMs }))).toBe(fromMs);
});

const CAUSE = 'MountVolume.SetUp failed for volume "v" : configmap "scripts" not found';
const SUMMARY = 'Unable to attach or mount volumes: unmounted volumes=[v]: timed out';

const said = (message: string, lastTimestamp: string, creationTimestamp = '2026-11-23T09:00:00Z') => ({
  type: 'Warning' as const,
  reason: 'FailedMount',
  message,
  lastTimestamp,
  metadata: { creationTimestamp },
});

test.each([
  { name: 'nothing', events: [], says: undefined },
  {
    name: 'the latest',
    events: [said('new', '2026-11-23T10:01:00Z'), said('old', '2026-11-23T10:00:00Z')],
    says: 'new',
  },
  {
    name: 'the latest in the newer form, too',
    events: [said('new', '', '2026-11-23T10:01:00Z'), said('old', '2026-11-23T10:00:00Z')],
    says: 'new',
  },
  {
    name: "rather the cause than the kubelet's summary",
    events: [said(CAUSE, '2026-11-23T10:00:00Z'), said(SUMMARY, '2026-11-23T10:02:00Z')],
    says: CAUSE,
  },
  {
    name: 'the summary where there is nothing else',
    events: [said(SUMMARY, '2026-11-23T10:02:00Z')],
    says: SUMMARY,
  },
  {
    name: 'nothing usual',
    events: [{ ...said('assigned', '2026-11-23T10:00:00Z'), type: 'Normal' as const, reason: 'Scheduled' }],
    says: undefined,
  },
  {
    name: 'nothing from before it had a node',
    events: [{ ...said('0/1 nodes', '2026-11-23T10:00:00Z'), reason: 'FailedScheduling' }],
    says: undefined,
  },
  {
    name: 'no mount any more, once an image is pulled',
    events: [
      said(CAUSE, '2026-11-23T10:00:00Z'),
      { ...said('pulling', '2026-11-23T10:00:00Z'), type: 'Normal' as const, reason: 'Pulling' },
    ],
    says: undefined,
  },
])('what keeps a driver from starting is $name', ({ events, says }) => {
  expect(mostTelling(events)?.message).toBe(says);
});

test('however much an Event says, the status has room for it', () => {
  expect(mostTelling([said('m'.repeat(100_000), '')])?.message.length).toBeLessThan(5_000);
});
