/** Reads the command line of the benchmarks. */
import { parseArgs } from 'node:util';

import type { Bench, Extent, OperatorWish } from './bench.ts';
import { executors } from './executors/executors.ts';
import { loss } from './loss/loss.ts';
import { plan } from './plan/plan.ts';
import { round } from './round/round.ts';
import { sparkctl } from './sparkctl/sparkctl.ts';
import { start } from './start/start.ts';
import { submit } from './submit/submit.ts';
import { upload } from './upload/upload.ts';

export interface BenchCommand {
  readonly bench: Bench;
  readonly extent: Extent;
  readonly operator: OperatorWish;
}

/** Wrong use of the command line. The message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const BENCHES: Readonly<Record<string, Bench>> = {
  executors,
  loss,
  plan,
  round,
  sparkctl,
  start,
  submit,
  upload,
};

/** Fails: with `UsageError`, which lists what there is. */
export function parseBenchCommand(words: readonly string[]): BenchCommand {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const { values, positionals } = parsed(words.slice(0, end));
  const [name = ''] = positionals;
  const bench = BENCHES[name];
  if (bench === undefined)
    throw new UsageError(name === '' ? usage() : `there is no benchmark "${name}"\n\n${usage()}`);
  const numberOf = (key: keyof Extent): number => {
    const value = Number(values[key] ?? bench.usual[key]);
    if (Number.isInteger(value) && value >= 1 && value <= bench.most[key]) return value;
    throw new UsageError(`--${key} takes a whole number from 1 to ${bench.most[key]}`);
  };
  const extent = { count: numberOf('count'), rounds: numberOf('rounds'), samples: numberOf('samples') };
  return { bench, extent, operator: { profiles: values.profiles, flags: words.slice(end + 1) } };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        count: { type: 'string' },
        rounds: { type: 'string' },
        samples: { type: 'string' },
        profiles: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${usage()}`, {
      cause,
    });
  }
}

function usage(): string {
  const lines = Object.entries(BENCHES).map(
    ([name, { says, usual }]) =>
      `  ${name}   ${says}\n           --count ${usual.count} --rounds ${usual.rounds} --samples ${usual.samples}`,
  );
  return `npm run bench -- NAME [--count N] [--rounds N] [--samples N] [--profiles FOLDER] [-- OPERATOR FLAGS…]

${lines.join('\n')}

--profiles FOLDER   write CPU profiles of the operator there, for the developer tools of Chrome`;
}
