/** Runs one benchmark inside the network of its cluster, and judges it: exit code 0 when all budgets are met. */
import { join } from 'node:path';

import { realApiServer } from '../apiserver/real-api-server.ts';
import { surroundingCluster } from '../cluster/local/cluster.ts';
import { errorText } from '../cluster/local/error-text.ts';
import { reportProgress } from '../cluster/local/progress.ts';
import type { BenchWorld } from './bench.ts';
import { judge } from './budget.ts';
import { parseBenchCommand } from './command-line.ts';
import { startFakeNode } from './fake-node.ts';
import { startProgram, type Program } from './program.ts';

/** No benchmark takes longer: one that does has come to a standstill. */
const LIMIT_MS = 30 * 60_000;

const { bench, extent, operator } = parseBenchCommand(process.argv.slice(2));
const server = realApiServer();
const cluster = await surroundingCluster();
const failing = new AbortController();
const programs: Program[] = [];
const world: BenchWorld = {
  api: server.api,
  cluster,
  operator,
  progress: reportProgress(),
  signal: AbortSignal.any([failing.signal, AbortSignal.timeout(LIMIT_MS)]),
  start: (description) => {
    const log = join(cluster.layout.logs, `${description.name}.log`);
    const program = startProgram(description, log, (error) => failing.abort(error));
    programs.push(program);
    return program;
  },
};

try {
  await world.progress.step('fake node', () => startFakeNode(world));
  process.exitCode = judge(await bench.run(extent, world));
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
} finally {
  await Promise.all(programs.map((program) => program.stop()));
  await server.close();
}
