import { ApiError } from '../kube/api-error.ts';
import { RELEASE } from './release.ts';
import { nearestWord } from '../spark/nearest-word.ts';
import { UploadError } from '../upload/upload-store.ts';
import { apiRemedy } from './api-remedy.ts';
import { CommandError, EXIT, UsageError, type Command, type Terminal } from './command.ts';
import { COMMANDS } from './commands.ts';

const USAGE = `sparkctl: Spark applications on Kubernetes.

Usage: sparkctl COMMAND [flags]

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}

sparkctl COMMAND --help says more about one of them; sparkctl --version which release this is.
`;

const VERSION = `sparkctl ${RELEASE}\n`;

/** What is said to words that are no commands. */
const ANSWERS: ReadonlyMap<string, string> = new Map([
  ['--help', USAGE],
  ['-h', USAGE],
  ['help', USAGE],
  ['--version', VERSION],
  ['version', VERSION],
]);

/**
 * Runs the command that the words name; answers with the exit code: 0 done, 1 failed, 2 wrong words.
 *
 * Fails: with whatever nobody expected to fail.
 */
export async function sparkctl(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words;
  const answer = name === undefined ? USAGE : ANSWERS.get(name);
  if (name === undefined || answer !== undefined) {
    terminal.print(answer ?? USAGE);
    return name === undefined ? EXIT.wrongUsage : EXIT.done;
  }
  const listed = COMMANDS.find((each) => each.name === name);
  if (listed === undefined) {
    const meant = nearestWord(
      name,
      COMMANDS.map((each) => each.name),
    );
    const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
    terminal.tell(`sparkctl: there is no command "${name}"${guess || '.'} See sparkctl --help.`);
    return EXIT.wrongUsage;
  }
  const command = await listed.load();
  if (asksForHelp(command, rest)) {
    terminal.print(command.usage);
    return EXIT.done;
  }
  return await outcomeOf(() => command.run(rest, terminal), name, terminal);
}

const asksForHelp = ({ hasOwnWords = false }: Command, words: readonly string[]): boolean =>
  hasOwnWords ? isHelp(words[0] ?? '') : words.some(isHelp);

/** Fails: with whatever nobody expected to fail. */
async function outcomeOf(run: () => Promise<number>, name: string, terminal: Terminal): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.tell(`sparkctl ${name}: ${error.message}. See sparkctl ${name} --help.`);
      return EXIT.wrongUsage;
    }
    if (!isExpected(error)) throw error;
    const remedy = error instanceof ApiError ? apiRemedy(error) : undefined;
    terminal.tell(`sparkctl ${name}: ${error.message}${remedy === undefined ? '' : `; ${remedy}`}`);
    return EXIT.failed;
  }
}

/** Failures that say what is wrong in a sentence. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ApiError || error instanceof CommandError || error instanceof UploadError;

const isHelp = (word: string): boolean => word === '--help' || word === '-h';
