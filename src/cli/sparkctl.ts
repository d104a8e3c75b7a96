import { closest } from 'fastest-levenshtein';
import { ApiError } from '../kube/api-error.ts';
import { UploadError } from '../upload/upload-store.ts';
import { CommandError, EXIT, UsageError, type Command, type Terminal } from './command.ts';
import { create } from './create.ts';
import { completionOf } from './completion.ts';
import { crds } from './crds.ts';
import { remove } from './delete.ts';
import { events } from './events.ts';
import { executors } from './executors.ts';
import { follow } from './follow/follow.ts';
import { kill } from './kill.ts';
import { list } from './list.ts';
import { logs } from './logs.ts';
import { ping } from './ping.ts';
import { render } from './render.ts';
import { rerun } from './rerun.ts';
import { scale } from './scale.ts';
import { status } from './status.ts';
import { submit } from './submit/submit.ts';
import { resume, suspend } from './suspension.ts';
import { validate } from './validate.ts';
import { wait } from './wait.ts';

/**
 * Every command, in the order of `--help`: what begins applications, what shows them, what changes them, what ends them;
 * then what needs no application in a cluster.
 */
const COMMANDS: readonly Command[] = [
  submit,
  create,
  list,
  status,
  executors,
  events,
  follow,
  logs,
  wait,
  scale,
  suspend,
  resume,
  rerun,
  kill,
  remove,
  render,
  validate,
  ping,
  crds,
  completionOf(() => COMMANDS),
];

const USAGE = `sparkctl: Spark applications on Kubernetes.

Usage: sparkctl COMMAND [flags]

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}

sparkctl COMMAND --help says more about one of them.
`;

/**
 * Runs the command that the words name; answers with the exit code: 0 done, 1 failed, 2 wrong words.
 *
 * Fails: with whatever nobody expected to fail.
 */
export async function sparkctl(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || isHelp(name)) {
    terminal.print(USAGE);
    return name === undefined ? EXIT.wrongUsage : EXIT.done;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    const nearest = closest(
      name,
      COMMANDS.map((each) => each.name),
    );
    terminal.tell(`sparkctl: there is no command "${name}"; did you mean ${nearest}? See sparkctl --help.`);
    return EXIT.wrongUsage;
  }
  if (asksForHelp(command, rest)) {
    terminal.print(command.usage);
    return EXIT.done;
  }
  return await outcomeOf(command, rest, terminal);
}

const asksForHelp = ({ hasOwnWords = false }: Command, words: readonly string[]): boolean =>
  hasOwnWords ? isHelp(words[0] ?? '') : words.some(isHelp);

/** Fails: with whatever nobody expected to fail. */
async function outcomeOf(command: Command, words: readonly string[], terminal: Terminal): Promise<number> {
  const { name } = command;
  try {
    return await command.run(words, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(`sparkctl ${name}: ${error.message}. See sparkctl ${name} --help.`);
      return EXIT.wrongUsage;
    }
    if (!isExpected(error)) throw error;
    terminal.tell(`sparkctl ${name}: ${error.message}`);
    return EXIT.failed;
  }
}

/** Failures that say what is wrong in a sentence. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ApiError || error instanceof CommandError || error instanceof UploadError;

const isHelp = (word: string): boolean => word === '--help' || word === '-h';
