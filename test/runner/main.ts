/** `npm test`: every check and every tier; the last line counts what passed and what failed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { END_SIGNALS } from '../cluster/local/foreground.ts';
import { runStep } from './run-step.ts';
import { NOTHING, plus, summaryLine, type Count, type Step } from './step.ts';
import { CHECKS, tiers } from './steps.ts';

const canRunContainers = process.platform === 'linux' && process.getuid?.() === 0;
const ending = new AbortController();
for (const signal of END_SIGNALS) process.on(signal, () => ending.abort());
const folder = await mkdtemp(join(tmpdir(), 'spark-operator-tests-'));
try {
  const [[quick] = [], ...lanes] = tiers(folder);
  let count = await runInTurn([...CHECKS, ...(quick === undefined ? [] : [quick])]);
  if (count.failed === 0) {
    for (const each of await Promise.all(lanes.map(runInTurn))) count = plus(count, each);
  }
  process.stdout.write(`${summaryLine(count)}\n`);
  process.exitCode = count.failed === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

async function runInTurn(steps: readonly Step[]): Promise<Count> {
  let count = NOTHING;
  for (const step of steps) {
    if (ending.signal.aborted) return plus(count, { ...NOTHING, failed: 1 });
    count = plus(count, await runOrSkip(step));
  }
  return count;
}

/** In CI nothing is skipped: what cannot run there fails. */
async function runOrSkip(step: Step): Promise<Count> {
  if (step.needsRoot !== true || canRunContainers || process.env['CI'] !== undefined) {
    return runStep(step, ending.signal);
  }
  process.stdout.write(`[${step.name}] skipped: it needs Linux and root\n`);
  return { ...NOTHING, skipped: 1 };
}
