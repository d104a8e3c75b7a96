/** The benchmark `submit`: how near the operator comes to somebody who only POSTs the same objects. */
import type { Bench, BenchWorld, Extent } from '../bench.ts';
import { median, percent, quantile, rounded, times, type Budget } from '../budget.ts';
import { idleLatencies } from './idle-latency.ts';
import { operatorRate, rawRate, type Rate } from './rates.ts';

export const submit: Bench = {
  where: 'cluster',
  says: 'applications submitted per second, and the delay of one, beside POSTing the same objects',
  usual: { count: 400, rounds: 3, samples: 100 },
  most: { count: 5000, rounds: 20, samples: 1000 },
  run: async (extent, world) => [...(await rates(extent, world)), ...(await latencies(extent, world))],
};

interface Pair {
  readonly raw: Rate;
  readonly operator: Rate;
}

const ratioOf = ({ raw, operator }: Pair): number => operator.perSecond / raw.perSecond;

/** In pairs, so that a machine that is busy for a while slows both. */
async function rates(extent: Extent, world: BenchWorld): Promise<readonly Budget[]> {
  const pairs: Pair[] = [];
  for (let round = 1; round <= extent.rounds; round += 1) pairs.push(await pairOf(round, extent, world));
  const middle = (of: (pair: Pair) => number): number => median(pairs.map(of));
  const ratio = middle(ratioOf);
  const row = (of: (figure: (pair: Pair) => number) => number) => ({
    'raw, per second': rounded(of(({ raw }) => raw.perSecond)),
    'operator, per second': rounded(of(({ operator }) => operator.perSecond)),
    ratio: percent(of(ratioOf)),
    'raw, CPU ms': rounded(of(({ raw }) => raw.cpuMs)),
    'operator, CPU ms': rounded(of(({ operator }) => operator.cpuMs)),
  });
  const rows = pairs.map((pair, index) => [`round ${index + 1}`, row((figure) => figure(pair))]);
  console.table(Object.fromEntries([...rows, ['median', row(middle)]]));
  return [
    {
      what: 'applications per second, share of the raw rate',
      measured: ratio,
      bound: { kind: 'at least', value: 0.5 },
      text: percent,
    },
  ];
}

async function pairOf(round: number, { count, rounds }: Extent, world: BenchWorld): Promise<Pair> {
  const step = (who: string, work: () => Promise<Rate>): Promise<Rate> =>
    world.progress.step(`round ${round} of ${rounds}: ${count} applications, ${who}`, work);
  const raw = await step('raw', () => rawRate(count, world));
  const operator = await step('by the operator', () => operatorRate(count, world));
  return { raw, operator };
}

const LATENCY_BUDGETS = [
  { share: 0.5, limit: 6 },
  { share: 0.99, limit: 20 },
];

async function latencies({ samples }: Extent, world: BenchWorld): Promise<readonly Budget[]> {
  const { application, rawPod } = await world.progress.step(`${samples} applications, one at a time`, () =>
    idleLatencies(samples, world),
  );
  const rawMs = median(rawPod);
  const row = (share: number) => ({
    'raw pod, ms': rounded(quantile(rawPod, share)),
    'application to driver pod, ms': rounded(quantile(application, share)),
    'of the median raw pod': times(quantile(application, share) / rawMs),
  });
  console.table(Object.fromEntries(LATENCY_BUDGETS.map(({ share }) => [`p${share * 100}`, row(share)])));
  return LATENCY_BUDGETS.map(({ share, limit }) => ({
    what: `application accepted to driver pod accepted, p${share * 100}, of the median raw POST of a pod`,
    measured: quantile(application, share) / rawMs,
    bound: { kind: 'at most', value: limit },
    text: times,
  }));
}
