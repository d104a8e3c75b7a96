/**
 * Loaded into the operator before its program: how much processor time its main thread used between two turns of its event
 * loop. A turn that takes long in milliseconds may have waited for a processor, which the API server has; this one worked.
 *
 * Appends a line `{"atMs":…,"turnMs":…}` to the file `EVENT_LOOP_TURNS` ten times a second: the longest since the line before.
 */
import { appendFileSync } from 'node:fs';
import process from 'node:process';

const EVERY_MS = 5;
const LINE_EVERY_MS = 100;

const file = process.env['EVENT_LOOP_TURNS'] ?? '/dev/null';
let usedMs = threadMs();
let longestMs = 0;
let lineAtMs = 0;

// It fires once a turn, and in one that lasts longer than EVERY_MS only when that is over: an upper bound of the turn.
setInterval(() => {
  const nowMs = threadMs();
  longestMs = Math.max(longestMs, nowMs - usedMs);
  usedMs = nowMs;
  if (Date.now() - lineAtMs < LINE_EVERY_MS) return;
  lineAtMs = Date.now();
  appendFileSync(file, `${JSON.stringify({ atMs: lineAtMs, turnMs: longestMs })}\n`);
  longestMs = 0;
}, EVERY_MS).unref();

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
