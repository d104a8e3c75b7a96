/** The benchmark `upload`: how near `sparkctl` comes to the tool that each store has for plain copies. */
import { open, mkdtemp, rm, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore } from '../../../src/upload/open-store.ts';
import { reportProgress } from '../../cluster/local/progress.ts';
import { capture, run } from '../../cluster/local/run.ts';
import type { Extent, LocalBench } from '../bench.ts';
import { median, percent, rounded, type Budget } from '../budget.ts';
import { withContenders, type Contender } from './contenders.ts';

export const upload: LocalBench = {
  where: 'here',
  says: 'files put to a folder, to S3 and to HDFS, beside the tool of each store; --count is MiB',
  usual: { count: 1024, rounds: 3, samples: 1 },
  most: { count: 20_480, rounds: 20, samples: 1 },
  run: benchUpload,
};

const PUT_ONCE = join(import.meta.dirname, 'put-once.ts');
/** How often it is measured what an empty file takes. */
const STARTS = 3;
const LEAST_SHARE = 0.8;
/** Whatever the size of the file: parts of it are in memory, some at once. */
const MOST_MIB = 256;

const progress = reportProgress();

/** Of one file. */
interface Figures {
  readonly contender: Contender;
  /** MiB per second. */
  readonly tool: readonly number[];
  readonly ours: readonly number[];
  readonly shares: readonly number[];
  readonly peakMiB: number;
}

async function benchUpload({ count, rounds }: Extent): Promise<readonly Budget[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  try {
    const figures: Figures[] = [];
    const file = join(folder, 'file');
    await withContenders(folder, progress, async (contenders) => {
      await writeRandom(`${file}.small`, 0);
      await progress.step(`a file of ${count} MiB`, () => writeRandom(file, count));
      for (const contender of contenders) figures.push(await measured(contender, file, { count, rounds }));
    });
    console.table(Object.fromEntries(figures.map((each) => [each.contender.store, row(each)])));
    return figures.flatMap(budgets);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const row = ({ contender, tool, ours, shares, peakMiB }: Figures) => ({
  'its tool': contender.tool.name,
  'tool, MiB/s': rounded(median(tool)),
  'sparkctl, MiB/s': rounded(median(ours)),
  share: percent(median(shares)),
  'peak of memory, MiB': rounded(peakMiB),
});

const budgets = ({ contender: { store, tool }, shares, peakMiB }: Figures): readonly Budget[] => [
  {
    what: `${store}: throughput, share of ${tool.name}`,
    measured: median(shares),
    bound: { kind: 'at least', value: LEAST_SHARE },
    text: percent,
  },
  {
    what: `${store}: peak of memory`,
    measured: peakMiB,
    bound: { kind: 'at most', value: MOST_MIB },
    text: (value) => `${Math.round(value)} MiB`,
  },
];

/** In pairs, so that a machine that is busy for a while slows both. Not counted is what an empty file takes. */
async function measured(
  contender: Contender,
  file: string,
  { count, rounds }: Pick<Extent, 'count' | 'rounds'>,
): Promise<Figures> {
  const { store } = contender;
  const figures = { tool: [] as number[], ours: [] as number[], peaks: [] as number[] };
  const small = `${file}.small`;
  const [toolStart, oursStart] = await progress.step(`empty files: ${store}`, async () => [
    await startSeconds(() => putByTool(contender, small, 'tool-start')),
    await startSeconds(() => putByUs(contender, small, 'ours-start')),
  ]);
  for (let round = 1; round <= rounds; round += 1) {
    await progress.step(`round ${round} of ${rounds}: ${store}`, async () => {
      const tool = await putByTool(contender, file, `tool-${round}`);
      const ours = await putByUs(contender, file, `ours-${round}`);
      figures.tool.push(count / (tool.seconds - toolStart));
      figures.ours.push(count / (ours.seconds - oursStart));
      figures.peaks.push(Number(ours.output));
    });
  }
  const shares = figures.ours.map((rate, index) => rate / (figures.tool[index] ?? Number.NaN));
  return { contender, ...figures, shares, peakMiB: Math.max(...figures.peaks) };
}

/** The first one reads its program from the disk, and does not count. */
async function startSeconds(put: () => Promise<Put>): Promise<number> {
  const seconds: number[] = [];
  for (let each = 0; each <= STARTS; each += 1) seconds.push((await put()).seconds);
  return median(seconds.slice(1));
}

interface Put {
  readonly seconds: number;
  readonly output: string;
}

async function putByTool(contender: Contender, file: string, name: string): Promise<Put> {
  const { env, command } = contender.tool;
  const target = `${contender.place}/${name}`;
  return await timed(contender, command(file, target), { target, env });
}

async function putByUs(contender: Contender, file: string, name: string): Promise<Put> {
  const properties = Object.entries(contender.properties).map(([key, value]) => `${key}=${value}`);
  const target = `${contender.place}/${name}/file`;
  const command = [process.execPath, '--no-warnings', PUT_ONCE, file, target, ...properties];
  return await timed(contender, command, { target, env: {} });
}

/** Nothing of what was put before is still on its way to the disk, and what is put is removed again. */
async function timed(
  { properties, place }: Contender,
  command: readonly string[],
  { target, env }: { readonly target: string; readonly env: Readonly<Record<string, string>> },
): Promise<Put> {
  await run(['sync']);
  const startedMs = performance.now();
  const output = await capture(command, { env });
  const seconds = (performance.now() - startedMs) / 1000;
  const store = await openStore(place, (key) => properties[key], { name: () => 'root', token: undefined });
  await store.remove([target], target);
  return { seconds, output };
}

/** What cannot be made smaller on its way. */
async function writeRandom(path: string, sizeMiB: number): Promise<void> {
  const chunk = randomBytes(2 ** 20);
  const file: FileHandle = await open(path, 'w');
  try {
    for (let each = 0; each < sizeMiB; each += 1) await file.write(chunk);
  } finally {
    await file.close();
  }
}
