/** Reads the command line of the local cluster tool. */
import { parseArgs } from 'node:util';

import { clusterLayout, DEFAULT_OPTIONS } from './cluster-layout.ts';
import type { ClusterOptions } from './cluster-layout.ts';

export interface CommandLine {
  readonly options: ClusterOptions;
  /** The words before `--` that are no options: a command and what it is about. */
  readonly words: readonly string[];
  /** The words after `--`, a command to be run; or after one of `PROGRAMS`, its arguments. */
  readonly rest: readonly string[] | undefined;
}

/** Wrong use of the command line. The message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `npm run cluster -- [OPTIONS] COMMAND

  up                     bring the cluster up, unless it is
  down                   take it down, or what a crash left of it
  status                 what runs
  kubectl ARGUMENTS…     Kubernetes' own command line
  helm ARGUMENTS…        Helm, built if necessary
  sparkctl ARGUMENTS…    sparkctl, from the sources
  exec -- COMMAND…       run COMMAND in the cluster's network, on the host's files
  image load NAME|FILE   give the node an image: one of our recipes, or a docker-archive
  image build NAME       build one of our recipes and print the path of its docker-archive
  logs [COMPONENT]       print the log of a component, or the names of all
  kwok                   print the path of kwok, built if necessary
  -- COMMAND…            up, run COMMAND in the cluster's network, down (unless it was up before)

  --mode node|api        node: a whole Kubernetes; api: etcd and kube-apiserver only (default: node)
  --name NAME            several clusters can be up at once (default: local)
  --controllers          in mode api: garbage collection, service accounts and the other controllers, too
  --fsync                etcd waits for the disk, for benchmarks
  --image NAME           a recipe of ours that is on the node from the start (may be repeated)

Options come before the command.`;

export function parseCommandLine(words: readonly string[]): CommandLine {
  const { own, rest } = split(words);
  try {
    const { values, positionals } = parseArgs({
      args: [...own],
      allowPositionals: true,
      options: {
        mode: { type: 'string', default: DEFAULT_OPTIONS.mode },
        name: { type: 'string', default: DEFAULT_OPTIONS.name },
        controllers: { type: 'boolean', default: DEFAULT_OPTIONS.controllers },
        fsync: { type: 'boolean', default: DEFAULT_OPTIONS.fsync },
        image: { type: 'string', multiple: true, default: [...DEFAULT_OPTIONS.images] },
        help: { type: 'boolean', default: false },
      },
    });
    const { mode, name, controllers, fsync, image: images, help } = values;
    if (help) return { options: DEFAULT_OPTIONS, words: ['help'], rest: undefined };
    if (mode !== 'api' && mode !== 'node') throw new Error(`--mode is "api" or "node", not "${mode}"`);
    clusterLayout(name);
    return { options: { name, mode, controllers, fsync, images }, words: positionals, rest };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Commands that are programs with options of their own. */
const PROGRAMS = ['kubectl', 'helm', 'sparkctl'];

/** All after the name of a program belongs to the program, options included. */
function split(words: readonly string[]): {
  readonly own: readonly string[];
  readonly rest: readonly string[] | undefined;
} {
  const end = words.findIndex((word) => word === '--' || PROGRAMS.includes(word));
  if (end === -1) return { own: words, rest: undefined };
  const rest = words.slice(end + 1);
  return { own: words.slice(0, words[end] === '--' ? end : end + 1), rest };
}
