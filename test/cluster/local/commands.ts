/** What each command of the local cluster tool does; each answers with the exit code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scheduler } from 'node:timers/promises';

import { connectCluster, findCluster } from './cluster.ts';
import type { LocalCluster } from './cluster.ts';
import { clusterLayout } from './cluster-layout.ts';
import { bringUpCluster, takeDownCluster } from './cluster-life.ts';
import { USAGE, UsageError } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { untilEnd } from './control-protocol.ts';
import { END_SIGNALS, runInForeground } from './foreground.ts';
import type { HolderLife } from './holder.ts';
import { builtImage } from './image-recipe.ts';
import { imageRecipe } from './image-recipes.ts';
import { helmProgram, kwokProgram } from './kubernetes-programs.ts';
import type { Progress } from './progress.ts';

type Command = (line: CommandLine, progress: Progress) => Promise<number>;

const INTERRUPTED = 130;
const END_AFTER_CLUSTER_MS = 5000;

const COMMANDS: Readonly<Record<string, Command>> = {
  up,
  down,
  status,
  kubectl,
  helm,
  sparkctl,
  exec,
  image,
  logs,
  kwok,
  help: () => print(USAGE),
};

/** Runs the command that the line names. Fails: with UsageError if there is no such command. */
export async function runCommand(line: CommandLine, progress: Progress): Promise<number> {
  const [name] = line.words;
  if (name === undefined)
    return line.rest === undefined ? await print(USAGE) : await runWithin(line, progress);
  const command = COMMANDS[name];
  if (command === undefined) throw new UsageError(`there is no command "${name}"`);
  return await command(line, progress);
}

async function up(line: CommandLine, progress: Progress): Promise<number> {
  const cluster = await bringUp(line, progress, 'detached');
  if (cluster === undefined) return INTERRUPTED;
  progress.say(`kubeconfig: ${cluster.kubeconfigPath} (valid in the cluster's network: see exec)`);
  return 0;
}

async function down({ options }: CommandLine, progress: Progress): Promise<number> {
  await progress.step(`take down cluster ${options.name}`, () => takeDownCluster(options.name, progress));
  return 0;
}

async function status({ options }: CommandLine): Promise<number> {
  const cluster = await findCluster(options.name);
  if (cluster === undefined) return await print(`cluster ${options.name} is not up`, 1);
  const { state, components } = await cluster.status();
  const lines = Object.entries(components).map(([name, kind]) => `  ${name}: ${kind}`);
  return await print(
    [`cluster ${options.name} (mode ${cluster.options.mode}): ${state.kind}`, ...lines].join('\n'),
  );
}

async function kubectl({ options, rest = [] }: CommandLine): Promise<number> {
  const cluster = await connectCluster(options.name);
  return await runInForeground(cluster.kubectlCommand(rest), { env: cluster.environment });
}

async function helm({ options, rest = [] }: CommandLine, progress: Progress): Promise<number> {
  const cluster = await connectCluster(options.name);
  return await runBeside(cluster, [await helmProgram(progress), ...rest]);
}

async function sparkctl({ options, rest = [] }: CommandLine): Promise<number> {
  const cli = join(import.meta.dirname, '../../../src/cli/cli.ts');
  return await runBeside(await connectCluster(options.name), [process.execPath, cli, ...rest]);
}

async function exec({ options, rest = [] }: CommandLine): Promise<number> {
  if (rest.length === 0) throw new UsageError('exec needs a command: exec -- COMMAND…');
  return await runBeside(await connectCluster(options.name), rest);
}

async function image({ options, words }: CommandLine, progress: Progress): Promise<number> {
  const [, action, name] = words;
  if (name === undefined) throw new UsageError('image needs an action and a name: image load NAME');
  switch (action) {
    case 'load':
      await (await connectCluster(options.name)).loadImage(name, progress);
      return 0;
    case 'build':
      return await print(await builtImage(imageRecipe(name), progress));
    default:
      throw new UsageError(`there is no "image ${action}"; there are load and build`);
  }
}

async function logs({ options, words }: CommandLine): Promise<number> {
  const folder = clusterLayout(options.name).logs;
  const [, component] = words;
  if (component !== undefined) return await print(await readFile(join(folder, `${component}.log`), 'utf8'));
  const files = await readdir(folder);
  return await print(files.map((file) => join(folder, file)).join('\n'));
}

async function kwok(_line: CommandLine, progress: Progress): Promise<number> {
  return await print(await kwokProgram(progress));
}

/** Up, the command, down. A cluster that was up before stays up. */
async function runWithin(line: CommandLine, progress: Progress): Promise<number> {
  const { options, rest = [] } = line;
  const wasUp = (await findCluster(options.name)) !== undefined;
  const cluster = await bringUp(line, progress, 'owned');
  if (cluster === undefined) return INTERRUPTED;
  try {
    return await runBeside(cluster, rest);
  } finally {
    if (!wasUp) await down(line, progress);
  }
}

/** Runs a command in the cluster's network; soon after the cluster it ends, too, so that the network can go. */
async function runBeside(cluster: LocalCluster, command: readonly string[]): Promise<number> {
  const ending = new AbortController();
  const commandEnded = new AbortController();
  const watching = endAfterCluster(cluster, ending, commandEnded.signal);
  try {
    const env = cluster.environment;
    return await runInForeground(cluster.inNetwork(command), { env, signal: ending.signal });
  } finally {
    commandEnded.abort();
    await watching;
  }
}

/** Not at once: the command may be the one that takes the cluster down. */
async function endAfterCluster(
  cluster: LocalCluster,
  ending: AbortController,
  commandEnded: AbortSignal,
): Promise<void> {
  await untilEnd(cluster.layout, commandEnded);
  await scheduler.wait(END_AFTER_CLUSTER_MS, { signal: commandEnded }).catch(() => undefined);
  ending.abort();
}

/** Undefined if somebody asked us to end before the cluster was up; then nothing is left of it. */
async function bringUp(
  { options }: CommandLine,
  progress: Progress,
  life: HolderLife,
): Promise<LocalCluster | undefined> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const name of END_SIGNALS) process.on(name, end);
  try {
    return await bringUpCluster({ options, life, progress, signal: ending.signal });
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    await takeDownCluster(options.name, progress);
    return undefined;
  } finally {
    for (const name of END_SIGNALS) process.off(name, end);
  }
}

async function print(text: string, exitCode = 0): Promise<number> {
  await new Promise((resolve) => {
    process.stdout.write(`${text.trimEnd()}\n`, resolve);
  });
  return exitCode;
}
