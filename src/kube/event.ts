import { createHash } from 'node:crypto';

import { cutText } from '../manifest/cut-text.ts';
import type { KubernetesObject, Resource } from '../manifest/object-meta.ts';
import { timeText } from '../manifest/time.ts';

/**
 * An Event of the core API. Not `events.k8s.io/v1`: `kubectl describe` and `kubectl get events` read the core form and
 * print its `count` and times ("x5 over 10m"), and it is the form in which dashboards know Events.
 */
export interface EventManifest extends KubernetesObject {
  readonly involvedObject: EventSubject;
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly source: { readonly component: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
}

export const EVENTS: Resource<EventManifest> = { apiVersion: 'v1', kind: 'Event', plural: 'events' };

export type EventType = 'Normal' | 'Warning';

/** The object an Event is about. */
export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What happened to it. */
export interface EventNote {
  readonly type: EventType;
  /** Why, in one CamelCase word that programs can look for. */
  readonly reason: string;
  /** What happened, for people. */
  readonly message: string;
}

/** Who tells it. */
export interface EventReporter {
  readonly component: string;
  /** The pod. */
  readonly instance: string;
}

/** Longer messages are cut: a stack trace belongs in a log. */
const MESSAGE_BYTES = 1024;

/**
 * The Event that says `note` about `subject` for the first time.
 *
 * Guarantees: its name follows from subject and note, so saying the same again finds the same Event, also after a
 * restart.
 */
export function buildEvent(
  subject: EventSubject,
  note: EventNote,
  reporter: EventReporter,
  nowMs: number,
): EventManifest {
  const message = cutText(note.message, MESSAGE_BYTES);
  const now = timeText(nowMs);
  return {
    apiVersion: EVENTS.apiVersion,
    kind: EVENTS.kind,
    metadata: { namespace: subject.namespace, name: eventName(subject, { ...note, message }) },
    involvedObject: subject,
    type: note.type,
    reason: note.reason,
    message,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component: reporter.component },
    reportingComponent: reporter.component,
    reportingInstance: reporter.instance,
  };
}

function eventName(subject: EventSubject, note: EventNote): string {
  const identity = JSON.stringify([subject.uid, note.type, note.reason, note.message]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  return `${subject.name.slice(0, 253 - 1 - hash.length)}.${hash}`;
}
