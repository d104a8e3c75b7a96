/** Runs one step of `npm test`, its output line by line with the step's name in front, and counts what it tested. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { countOf, type Count, type JestResult, type Step } from './step.ts';

const OWN_COUNT = /^(\d+) passed, (\d+) failed$/u;

/** Runs the step to its end; when `signal` aborts, the step is asked to clean up and end. */
export async function runStep(step: Step, signal: AbortSignal): Promise<Count> {
  if (step.result !== undefined) await rm(step.result, { force: true });
  const startedMs = Date.now();
  const { exitCode, ownCount } = await execute(step, signal);
  const count = ownCount ?? countOf(exitCode, await jestResult(step.result));
  const verdict = count.failed === 0 ? 'passed' : 'FAILED';
  say(step, `${verdict} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  return count;
}

interface Execution {
  readonly exitCode: number;
  /** From a line `N passed, N failed` that the step printed itself. */
  readonly ownCount: Count | undefined;
}

function execute(step: Step, signal: AbortSignal): Promise<Execution> {
  const [program = '', ...words] = step.command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    let ownCount: Count | undefined;
    const take = (line: string): void => {
      const [, passed, failed] = OWN_COUNT.exec(line) ?? [];
      if (passed !== undefined) ownCount = { passed: Number(passed), failed: Number(failed), skipped: 0 };
      else say(step, line);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', take);
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', end);
      resolve({ exitCode: code ?? 1, ownCount });
    });
  });
}

async function jestResult(file: string | undefined): Promise<JestResult | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as JestResult);
}

function say(step: Step, line: string): void {
  process.stdout.write(`[${step.name}] ${line}\n`);
}
