import { describe, expect, test } from '@jest/globals';

import { buildEvent, type EventNote, type EventSubject } from '../../../src/kube/event.ts';

const PI: EventSubject = { apiVersion: 'v1', kind: 'Pod', namespace: 'jobs', name: 'pi', uid: 'u1' };
const NOTE: EventNote = { type: 'Warning', reason: 'ImageMissing', message: 'no such image' };
const BY = { component: 'a-controller', instance: 'a-pod' };

const build = (subject: Partial<EventSubject> = {}, note: Partial<EventNote> = {}) =>
  buildEvent({ ...PI, ...subject }, { ...NOTE, ...note }, BY, Date.UTC(2026, 0, 2, 3, 4, 5, 678));

test('an event says who, what, when and by whom', () => {
  expect(build()).toMatchObject({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: 'jobs' },
    involvedObject: PI,
    ...NOTE,
    count: 1,
    firstTimestamp: '2026-01-02T03:04:05Z',
    lastTimestamp: '2026-01-02T03:04:05Z',
    source: { component: 'a-controller' },
    reportingComponent: 'a-controller',
    reportingInstance: 'a-pod',
  });
});

describe('the name of an event', () => {
  test('is that of the object and sixteen digits', () => {
    expect(build().metadata.name).toMatch(/^pi\.[0-9a-f]{16}$/u);
  });

  test('is the same when the same is said again', () => {
    expect(build().metadata.name).toBe(build().metadata.name);
  });

  test.each([
    { name: 'another object of that name', other: build({ uid: 'u2' }) },
    { name: 'another reason', other: build({}, { reason: 'Other' }) },
    { name: 'another message', other: build({}, { message: 'other' }) },
    { name: 'another type', other: build({}, { type: 'Normal' }) },
  ])('differs for $name', ({ other }) => {
    expect(other.metadata.name).not.toBe(build().metadata.name);
  });

  test('fits where the name of the object is as long as can be', () => {
    expect(build({ name: 'x'.repeat(253) }).metadata.name).toHaveLength(253);
  });
});

describe('a message', () => {
  test.each([
    { name: 'stays whole up to 1024 bytes', message: 'x'.repeat(1024), ends: 'x' },
    { name: 'is cut beyond', message: 'x'.repeat(1025), ends: 'x…' },
    { name: 'is never cut within a letter', message: 'ä'.repeat(600), ends: 'ä…' },
  ])('$name', ({ message, ends }) => {
    const kept = build({}, { message }).message;
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(kept)).toBeGreaterThan(1020);
    expect(kept.endsWith(ends)).toBe(true);
    expect(kept).not.toContain('\uFFFD');
  });
});
